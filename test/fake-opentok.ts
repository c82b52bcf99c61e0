import type {
  VendorConnection,
  VendorError,
  VendorEvent,
  VendorSDK,
  VendorSession,
} from '../src/engines/opentok/vendor-sdk.js';

/** An error of the vendor's, to refuse with; `{token}` in its message becomes the token, as in the vendor's own messages. */
export interface FakeRefusal {
  readonly name: string;
  readonly code?: number;
  readonly message?: string;
}

/** Where a join gets stuck: `http` (the project's configuration, the session's data) or `socket` (joining). */
export type FakeStage = 'http' | 'socket';

type Handler = (event: FakeEvent) => void;

interface Listener {
  readonly handler: Handler;
  readonly context: unknown;
  readonly once: boolean;
  /** The SDK's own. */
  readonly internal: boolean;
}

/** A connection as the vendor has it. */
export interface FakeConnection extends VendorConnection {
  readonly id: string;
  destroyedReason(): string | undefined;
}

/** Somebody in a session, as the platform knows. */
interface Member {
  readonly id: string;
  readonly creationTime: number;
  readonly data: string;
  /** What they see; undefined for one who came by `join()`. */
  readonly session?: FakeSession;
}

/** An event of the vendor's: not a DOM event, never cancelable, and `instanceof OT.ConnectionEvent` is false. */
export class FakeEvent implements VendorEvent {
  readonly cancelable = false;
  preventDefaultCalls = 0;
  readonly type: string;
  readonly target: FakeSession;
  readonly connection?: FakeConnection;
  readonly reason?: string;

  constructor(type: string, target: FakeSession, about: {connection?: FakeConnection; reason?: string} = {}) {
    this.type = type;
    this.target = target;
    Object.assign(this, about);
  }

  preventDefault(): void {
    this.preventDefaultCalls++; // it only logs
  }

  isDefaultPrevented(): boolean {
    return false;
  }
}

/** The class that the SDK shows to the page, and never dispatches. */
class PublicConnectionEvent extends Event {}

/** By the rules of Node's EventEmitter, as far as the SDK has them. */
class Emitter {
  readonly #listeners = new Map<string, Listener[]>();
  /** What listeners threw: the SDK logs it, and goes no further. */
  readonly swallowed: unknown[] = [];
  /** Calls of `off()` that remove listeners of others, too. */
  bareOffs = 0;

  on(types: string, handler: Handler, context?: unknown): this {
    return this.#add(types, {handler, context, once: false, internal: false});
  }

  once(types: string, handler: Handler, context?: unknown): this {
    return this.#add(types, {handler, context, once: true, internal: false});
  }

  /** What the SDK itself listens to on behalf of the page: in the same order as the page's listeners. */
  protected answer(type: string, handler: Handler): void {
    this.#add(type, {handler, context: undefined, once: true, internal: true});
  }

  #add(types: string, listener: Listener): this {
    for (const type of types.split(/\s+/)) {
      this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
    }
    return this;
  }

  off(types?: string, handler?: Handler): this {
    if (types === undefined || handler === undefined) this.bareOffs++;
    for (const type of types?.split(/\s+/) ?? [...this.#listeners.keys()]) {
      const listeners = this.#listeners.get(type) ?? [];
      const index = handler ? listeners.findIndex((one) => one.handler === handler) : 0;
      this.#listeners.set(
        type,
        listeners.filter((_, at) => handler && at !== index),
      );
    }
    return this;
  }

  /** How many listeners the page has, of this type or of all. */
  listenerCount(type?: string): number {
    const listeners = type === undefined ? [...this.#listeners.values()].flat() : (this.#listeners.get(type) ?? []);
    return listeners.filter(({internal}) => !internal).length;
  }

  emit(type: string, event: unknown): void {
    try {
      // those of now: what a listener adds or removes counts from the next event on
      for (const {handler, context, once} of this.#listeners.get(type) ?? []) {
        if (once) this.off(type, handler);
        handler.call(context, event as FakeEvent);
      }
    } catch (error) {
      // the rest of them hear nothing
      this.swallowed.push(error);
    }
  }
}

/** The vendor's collection. */
class FakeCollection<Model extends {readonly id: string}> {
  #models: Model[] = [];

  length(): number {
    return this.#models.length;
  }
  get(id: string): Model | undefined {
    return this.#models.find((one) => one.id === id);
  }
  has(id: string): boolean {
    return this.get(id) !== undefined;
  }
  forEach(callback: (model: Model) => void): void {
    this.#models.slice().forEach((one) => callback(one));
  }
  map<Result>(callback: (model: Model) => Result): Result[] {
    return this.#models.map((one) => callback(one));
  }
  add(model: Model): void {
    this.#models.push(model);
  }
  remove(model: Model): void {
    this.#models = this.#models.filter((one) => one !== model);
  }
  empty(): void {
    this.#models = [];
  }
}

/** One call of `connect()`. */
interface Joining {
  stage: FakeStage;
  canceled: boolean;
  readonly token: string;
  readonly completed: ((error?: VendorError) => void) | undefined;
  /** Ends the waiting in a stage that hangs. */
  wake?: () => void;
}

/** The SDK's promises are not the browser's, and raise no `unhandledrejection`. */
function thenable(promise: Promise<void>): PromiseLike<void> {
  promise.catch(() => undefined);
  return {then: promise.then.bind(promise)};
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const task = () =>
  new Promise<void>((resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });

/** The vendor's Session. */
export class FakeSession extends Emitter implements VendorSession {
  readonly sessionId: string;
  readonly id: string;
  readonly key: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly connections = new FakeCollection<FakeConnection>();
  connection: FakeConnection | null = null;
  capabilities = {forceDisconnect: 0};
  currentState: 'disconnected' | 'connecting' | 'connected' | 'migrating' | 'disconnecting' = 'disconnected';
  /** The tokens of all calls of `connect()` for this id, oldest first. */
  readonly tokens: string[];
  /** How often `disconnect()` was called. */
  disconnects = 0;
  /** Resolves when the socket that was left last has closed, whatever that did. */
  drained: Promise<void> = Promise.resolve();
  readonly #platform: FakeOpenTok;
  #joining: Joining | undefined;
  #member: Member | undefined;
  /** Whether an attempt has failed. */
  #haunted = false;
  /** What came while the socket was lost. */
  #missed: (() => void)[] | undefined;

  constructor(platform: FakeOpenTok, key: string, sessionId: string, options: Record<string, unknown> = {}) {
    super();
    this.#platform = platform;
    this.key = key;
    this.id = this.sessionId = sessionId;
    this.options = options;
    this.tokens = platform.tokensFor(sessionId);
  }

  isConnected(): boolean {
    return this.currentState === 'connected' || this.currentState === 'migrating';
  }

  connect(token: string, completed?: (error?: VendorError) => void): this {
    this.tokens.push(token);
    // nothing, not even an answer
    if (this.isConnected() || this.currentState === 'connecting') return this;
    this.currentState = 'connecting';
    const joining: Joining = (this.#joining = {stage: 'http', canceled: false, token, completed});
    if (completed) {
      // which is why a listener of the page's that throws keeps the answer from us
      const success = () => {
        this.off('sessionConnectFailed', failure);
        completed();
      };
      const failure = (error: unknown) => {
        this.off('sessionConnected', success);
        completed(error as VendorError);
      };
      this.answer('sessionConnected', success);
      this.answer('sessionConnectFailed', failure);
    }
    void this.#join(joining);
    return this;
  }

  async #join(joining: Joining): Promise<void> {
    const platform = this.#platform;
    for (const stage of ['http', 'socket'] as const) {
      joining.stage = stage;
      await (stage === 'http' && platform.httpDelay ? pause(platform.httpDelay) : task());
      if (!joining.canceled && platform.hang === stage) await new Promise<void>((wake) => (joining.wake = wake));
      if (joining.canceled) {
        // in the HTTP stage nobody is ever told
        if (stage === 'socket') {
          this.#fail(
            {name: 'OT_UNEXPECTED_SERVER_RESPONSE', code: 2001, message: 'Unexpected server response.'},
            joining,
          );
        }
        return;
      }
    }
    const refusal = platform.refusals.shift();
    if (refusal) this.#fail(refusal, joining);
    else this.#enter(joining.token);
  }

  #fail({name, code, message = ''}: FakeRefusal, {token}: Joining): void {
    this.currentState = 'disconnected';
    this.#joining = undefined;
    this.#haunted = true;
    const error = Object.assign(new Error(message.replace('{token}', token)), {name, ...(code && {code})});
    this.#platform.errors.push(error);
    this.emit('sessionConnectFailed', error);
  }

  #enter(token: string): void {
    this.#joining = undefined;
    const claims = new URLSearchParams(token);
    const member: Member = {
      id: this.#platform.newId(),
      creationTime: this.#platform.clock++,
      data: claims.get('data') ?? '',
      session: this,
    };
    this.#platform.enter(this.sessionId, member);
    this.#member = member;
    this.#missed = undefined;
    this.capabilities = {forceDisconnect: claims.get('role') === 'moderator' ? 1 : 0};
    this.connections.empty();
    for (const one of this.#suppressed ? [member] : this.#platform.members(this.sessionId)) this.#add(one);
    this.connection = this.connections.get(member.id)!;
    this.currentState = 'connected';
    this.emit('sessionConnected', new FakeEvent('sessionConnected', this));
    if (!this.#suppressed) {
      this.connections.forEach((connection) => {
        this.#announce('connectionCreated', connection);
      });
    }
    if (this.#haunted) void task().then(() => this.#forget());
  }

  /** A socket of an attempt that failed, which goes on trying, fails again: the SDK forgets the connection that it has now. */
  #forget(): void {
    this.connections.empty();
    this.connection = null;
    this.currentState = 'disconnected';
  }

  disconnect(): PromiseLike<void> {
    this.disconnects++;
    const joining = this.#joining;
    if (joining) {
      joining.canceled = true;
      joining.wake?.();
      if (joining.stage === 'socket') {
        this.currentState = 'disconnecting';
        return thenable(new Promise(() => undefined));
      }
      this.#joining = undefined;
      this.currentState = 'disconnected';
      return thenable(Promise.resolve());
    }
    if (this.isConnected()) {
      this.currentState = 'disconnecting';
      this.#leavePlatform('clientDisconnected');
      this.drained = pause(this.#platform.drain).then(async () => {
        // whatever the session is by now, the old socket's close ends it
        if (this.currentState === 'disconnecting' || this.isConnected()) await this.end('clientDisconnected');
      });
    } else if (this.currentState !== 'disconnecting') {
      return thenable(Promise.resolve());
    }
    return thenable(
      new Promise((resolve) => {
        this.answer('sessionDisconnected', () => resolve());
      }),
    );
  }

  forceDisconnect(target: VendorConnection | string, completed?: (error?: VendorError) => void): PromiseLike<void> {
    const id = typeof target === 'string' ? target : target.connectionId; // a TypeError for undefined
    const refuse = (name: string, code: number) => {
      const error = Object.assign(new Error('Refused.'), {name, code});
      completed?.(error);
      return thenable(Promise.reject(error));
    };
    if (!this.isConnected()) return refuse('OT_NOT_CONNECTED', 1010);
    if (!this.capabilities.forceDisconnect) return refuse('OT_PERMISSION_DENIED', 1520);
    if (this.#platform.silent) return thenable(new Promise(() => undefined));
    const member = this.#platform.members(this.sessionId).find((one) => one.id === id);
    if (!member || this.#platform.refusesRemovals) return refuse('OT_INVALID_PARAMETER', 1011);
    completed?.();
    this.#platform.exit(this.sessionId, member, 'forceDisconnected');
    void member.session?.end('forceDisconnected');
    return thenable(Promise.resolve());
  }

  /** The connection is over, and the page is told; what was in the list is in it no more, without a word. */
  async end(reason: string): Promise<void> {
    this.#leavePlatform(reason);
    this.connections.empty();
    this.connection = null;
    this.currentState = 'disconnected';
    // a task later, as in the SDK
    await task();
    this.emit('sessionDisconnected', new FakeEvent('sessionDisconnected', this, {reason}));
  }

  /** The platform says that somebody came. */
  told(member: Member): void {
    if (this.#member?.id === member.id || this.#suppressed) return;
    this.#now(() => {
      if (this.connections.has(member.id)) return;
      this.#announce('connectionCreated', this.#add(member));
    });
  }

  /** The platform says that somebody left. */
  toldOff(member: Member, reason: string): void {
    if (this.currentState === 'migrating') return; // and will never be told
    this.#now(() => {
      const connection = this.connections.get(member.id);
      if (!connection || connection === this.connection) return;
      this.connections.remove(connection);
      Object.assign(connection, {destroyedReason: () => reason});
      this.#announce('connectionDestroyed', connection, reason);
    });
  }

  /** The socket is lost; the SDK tries by itself. */
  interrupt(): void {
    this.#missed = [];
    this.emit('sessionReconnecting', new FakeEvent('sessionReconnecting', this));
  }

  /** The socket is back, and then comes what was missed, unless the platform does not send it again. */
  resume({lost = false} = {}): void {
    const missed = this.#missed ?? [];
    this.#missed = undefined;
    this.emit('sessionReconnected', new FakeEvent('sessionReconnected', this));
    if (!lost) for (const tell of missed) tell();
  }

  /** The server is rotated; who leaves until `migrated()` stays in the list as a ghost. */
  migrate(): void {
    this.currentState = 'migrating';
  }

  migrated(): void {
    this.currentState = 'connected';
    this.emit('migrated', new FakeEvent('migrated', this));
  }

  /** The page goes into the back/forward cache: the SDK leaves, and of that the page will hear nothing. */
  freeze(): void {
    this.#leavePlatform('clientDisconnected');
    this.connections.empty();
    this.currentState = 'disconnecting';
  }

  get #suppressed(): boolean {
    return Boolean(this.options.connectionEventsSuppressed);
  }

  #add({id, creationTime, data}: Member): FakeConnection {
    const connection = {id, connectionId: id, creationTime, data, destroyedReason: () => undefined};
    this.connections.add(connection);
    return connection;
  }

  #announce(type: string, connection: FakeConnection, reason?: string): void {
    if (connection.id.startsWith('symphony.')) return;
    this.emit(type, new FakeEvent(type, this, reason === undefined ? {connection} : {connection, reason}));
  }

  #now(tell: () => void): void {
    if (this.#missed) this.#missed.push(tell);
    else if (this.isConnected()) tell();
  }

  #leavePlatform(reason: string): void {
    const member = this.#member;
    this.#member = undefined;
    if (member) this.#platform.exit(this.sessionId, member, reason);
  }
}

/** The vendor's platform in memory, and the vendor's SDK for as many pages as are needed, with the traps of the real ones. */
export class FakeOpenTok {
  /** How long a socket takes to close, in milliseconds; 100 and more in reality. */
  drain = 15;
  /** How long the requests before the socket take, in milliseconds. */
  httpDelay = 0;
  /** Where joining gets stuck, for ever. */
  hang: FakeStage | undefined;
  /** Whether `forceDisconnect()` is answered. */
  silent = false;
  /** Whether the platform refuses to remove anybody. */
  refusesRemovals = false;
  /** What `OT.checkSystemRequirements()` says, 1 or 0. */
  requirements = 1;
  /** The next joins are refused, each with one of these. */
  readonly refusals: FakeRefusal[] = [];
  /** The SDK's own errors, as they were given to the page. */
  readonly errors: Error[] = [];
  /** What `initSession()` was called with. */
  readonly inits: {key: string; sessionId: string; options: unknown}[] = [];
  clock = 1_700_000_000_000;
  readonly #rooms = new Map<string, Member[]>();
  readonly #tokens = new Map<string, string[]>();
  /** Every session that there ever was, of all pages. */
  readonly sessions: FakeSession[] = [];
  readonly #pages: FakeCollection<FakeSession>[] = [];
  #ids = 0;

  /** The `OT` of one page. */
  page(): FakeOT {
    const sessions = new FakeCollection<FakeSession>();
    this.#pages.push(sessions);
    return {
      sessions,
      ConnectionEvent: PublicConnectionEvent,
      checkSystemRequirements: () => this.requirements,
      initSession: (key, sessionId, options) => {
        this.inits.push({key, sessionId, options});
        if (options && 'iceConfig' in options && !options.iceConfig) {
          throw Object.assign(new Error('Invalid iceConfig.'), {name: 'OT_INVALID_PARAMETER', code: 1011});
        }
        if (!this.requirements)
          document.body.append(Object.assign(document.createElement('dialog'), {id: 'OT_dialog'}));
        // one for an id, whatever else is asked for
        let session = sessions.get(sessionId);
        if (!session) {
          session = new FakeSession(this, key, sessionId, options);
          sessions.add(session);
          this.sessions.push(session);
        }
        return session;
      },
    };
  }

  tokensFor(sessionId: string): string[] {
    let tokens = this.#tokens.get(sessionId);
    if (!tokens) this.#tokens.set(sessionId, (tokens = []));
    return tokens;
  }

  /** Everyone in a session, as it truly is. */
  members(sessionId: string): readonly Member[] {
    return this.#rooms.get(sessionId) ?? [];
  }

  /** The sessions, of all pages, that are not where they began. */
  get busy(): FakeSession[] {
    return this.sessions.filter(({currentState}) => currentState !== 'disconnected');
  }

  /** Somebody comes. */
  join(sessionId: string, id: string = this.newId(), data = ''): Member {
    const member = {id, creationTime: this.clock++, data};
    this.enter(sessionId, member);
    return member;
  }

  /** Somebody who came by `join()` goes. */
  leave(sessionId: string, id: string, reason = 'clientDisconnected'): void {
    const member = this.members(sessionId).find((one) => one.id === id);
    if (!member) throw new Error(`${id} is not in ${sessionId}.`);
    this.exit(sessionId, member, reason);
  }

  enter(sessionId: string, member: Member): void {
    this.#rooms.set(sessionId, [...this.members(sessionId), member]);
    for (const {session} of this.members(sessionId)) session?.told(member);
  }

  exit(sessionId: string, member: Member, reason: string): void {
    if (!this.members(sessionId).includes(member)) return;
    this.#rooms.set(
      sessionId,
      this.members(sessionId).filter((one) => one !== member),
    );
    for (const {session} of this.members(sessionId)) session?.toldOff(member, reason);
  }

  newId(): string {
    return `fake-${++this.#ids}`;
  }

  /** All pages go into the back/forward cache. */
  freeze(): void {
    for (const sessions of this.#pages) {
      sessions.forEach((session) => session.isConnected() && session.freeze());
      sessions.empty();
    }
  }
}

/** The vendor's `OT`. */
export interface FakeOT extends VendorSDK {
  readonly sessions: FakeCollection<FakeSession>;
  readonly ConnectionEvent: typeof PublicConnectionEvent;
  initSession(key: string, sessionId: string, options?: Record<string, unknown>): FakeSession;
}
