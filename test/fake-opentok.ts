import type {
  VendorConnection,
  VendorError,
  VendorEvent,
  VendorSDK,
  VendorSession,
} from '../src/engines/opentok/vendor-sdk.js';
// loaded before the first test, so that joining takes no request
import '../src/session/join.js';

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

export interface FakeStream {
  readonly id: string;
  readonly connection: FakeConnection;
}

export type FakeState = 'disconnected' | 'connecting' | 'connected' | 'migrating' | 'disconnecting';

/** What of a connection is not what the vendor's types say. */
export interface FakeMemberOptions {
  readonly creationTime?: number | null;
  readonly data?: unknown;
  readonly isPublishing?: boolean;
}

/** Somebody in a session, as the platform knows. */
interface Member {
  readonly id: string;
  readonly creationTime: number | null;
  readonly data: unknown;
  readonly isPublishing?: boolean;
  /** By which they are in it; undefined for those of `join()`. */
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
interface Attempt {
  stage: FakeStage;
  isInterrupted: boolean;
  readonly token: string;
  /** Ends the waiting in a stage that hangs. */
  wake?: () => void;
}

/** The messaging socket of one connection. */
interface Socket {
  readonly member: Member;
  isClosing: boolean;
  /** While it is dispatching that it reconnects, it cannot be closed. */
  isInTransition: boolean;
  /** Whether it was closed while it was lost: the platform was not told, and waits for it in vain. */
  isAbandoned: boolean;
  /** What the platform sent, or is to be sent, while the socket is lost; undefined while it is there. */
  queue: (() => void)[] | undefined;
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
  readonly streams = new FakeCollection<FakeStream>();
  connection: FakeConnection | null = null;
  capabilities = {forceDisconnect: 0};
  /** Undefined until the state changes for the first time. */
  previousState: FakeState | undefined;
  /** The tokens of all calls of `connect()` for this id, oldest first. */
  readonly tokens: string[];
  /** How often `disconnect()` was called. */
  disconnects = 0;
  /** Resolves when the socket that was left last has closed, whatever that did. */
  drained: Promise<void> = Promise.resolve();
  readonly #platform: FakeOpenTok;
  #state: FakeState = 'disconnected';
  #attempt: Attempt | undefined;
  #socket: Socket | undefined;
  /** Whether sockets of an attempt that failed go on trying. */
  #hasFailedSockets = false;

  constructor(platform: FakeOpenTok, key: string, sessionId: string, options: Record<string, unknown> = {}) {
    super();
    this.#platform = platform;
    this.key = key;
    this.id = this.sessionId = sessionId;
    this.options = options;
    this.tokens = platform.tokensFor(sessionId);
  }

  get currentState(): FakeState {
    return this.#state;
  }

  #setState(state: FakeState): void {
    if (state === this.#state) return;
    this.previousState = this.#state;
    this.#state = state;
  }

  isConnected(): boolean {
    return this.#state === 'connected' || this.#state === 'migrating';
  }

  /** Whether the page is in the session by this, as far as the platform knows. */
  get isOnPlatform(): boolean {
    return this.#platform.members(this.sessionId).some(({session}) => session === this);
  }

  connect(token: string, completed?: (error?: VendorError) => void): this {
    this.tokens.push(token);
    // nothing, not even an answer
    if (this.#state === 'connected' || this.#state === 'connecting') return this;
    this.#reset();
    this.#setState('connecting');
    const attempt: Attempt = (this.#attempt = {stage: 'http', isInterrupted: false, token});
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
    void this.#join(attempt);
    return this;
  }

  async #join(attempt: Attempt): Promise<void> {
    const platform = this.#platform;
    for (const stage of ['http', 'socket'] as const) {
      attempt.stage = stage;
      await (stage === 'http' && platform.httpDelay ? pause(platform.httpDelay) : task());
      if (!attempt.isInterrupted && platform.hang === stage)
        await new Promise<void>((wake) => {
          attempt.wake = wake;
          platform.hanging.add(wake);
        });
      if (attempt.isInterrupted) {
        // in the HTTP stage nobody is ever called back
        if (stage === 'socket') {
          const unexpected = {
            name: 'OT_UNEXPECTED_SERVER_RESPONSE',
            code: 2001,
            message: 'Unexpected server response.',
          };
          this.#fail(unexpected, attempt);
        }
        return;
      }
    }
    const refusal = platform.refusals.shift();
    if (refusal) {
      this.#hasFailedSockets = true;
      this.#fail(refusal, attempt);
    } else this.#enter(attempt.token);
  }

  #fail({name, code, message = ''}: FakeRefusal, {token}: Attempt): void {
    this.#setState('disconnected');
    this.#attempt = undefined;
    const error = Object.assign(new Error(message.replace('{token}', token)), {name, ...(code && {code})});
    this.#platform.errors.push(error);
    this.emit('sessionConnectFailed', error);
  }

  #enter(token: string): void {
    this.#attempt = undefined;
    const claims = new URLSearchParams(token);
    const member: Member = {
      id: this.#platform.newId(),
      creationTime: this.#platform.clock++,
      data: claims.get('data') ?? '',
      session: this,
    };
    this.#platform.enter(this.sessionId, member);
    this.#socket = {member, isClosing: false, isInTransition: false, isAbandoned: false, queue: undefined};
    this.capabilities = {forceDisconnect: claims.get('role') === 'moderator' ? 1 : 0};
    for (const one of this.#platform.members(this.sessionId)) {
      if (one === member || one.isPublishing || !this.#isSuppressed) {
        const connection = this.#add(one);
        if (one.isPublishing) this.streams.add({id: `stream of ${one.id}`, connection});
      }
    }
    this.connection = this.connections.get(member.id)!;
    this.#setState('connected');
    this.emit('sessionConnected', new FakeEvent('sessionConnected', this));
    if (!this.#isSuppressed) {
      this.connections.forEach((connection) => {
        this.#announce('connectionCreated', connection);
      });
    }
    if (this.#hasFailedSockets) void task().then(() => this.#socketFailsAgain());
  }

  /** A socket of an attempt that failed, which goes on trying, fails again: the SDK takes that for a failure of this attempt. */
  #socketFailsAgain(): void {
    this.#socket = undefined;
    this.#setState('disconnected');
    this.emit(
      'sessionConnectFailed',
      Object.assign(new Error('Closed.'), {name: 'OT_SOCKET_CLOSE_TIMEOUT', code: 4010}),
    );
  }

  disconnect(): PromiseLike<void> {
    this.disconnects++;
    return this.#disconnect();
  }

  #disconnect(): PromiseLike<void> {
    const attempt = this.#attempt;
    if (attempt?.stage === 'socket') {
      attempt.isInterrupted = true;
      attempt.wake?.();
      this.#setState('disconnecting');
      return thenable(new Promise(() => undefined));
    }
    const socket = this.#socket;
    if (!socket) {
      if (attempt) {
        attempt.isInterrupted = true;
        attempt.wake?.();
      }
      this.#reset();
      return thenable(Promise.resolve());
    }
    if (!socket.isClosing) {
      this.#setState('disconnecting');
      const wasInTransition = socket.isInTransition;
      this.#close(socket);
      if (wasInTransition) {
        return thenable(
          Promise.reject(new Error('transition is invalid while previous transition is still in progress')),
        );
      }
    }
    return thenable(
      new Promise((resolve) => {
        this.answer('sessionDisconnected', () => resolve());
      }),
    );
  }

  /** Tells the platform that we leave, and closes the socket when that is sent, which takes a while. */
  #close(socket: Socket): void {
    socket.isClosing = true;
    const leave = () => {
      this.#platform.exit(this.sessionId, socket.member, 'clientDisconnected');
    };
    if (!socket.queue) leave();
    // it stays open: when it is back, the platform is told, and nobody else
    else if (socket.isInTransition) {
      socket.queue.push(leave);
      return;
    } else socket.isAbandoned = true;
    this.drained = pause(socket.queue ? 0 : this.#platform.drain).then(() => this.#closed());
  }

  /** A socket has closed: whichever it was, the SDK ends the connection that the session has now. */
  async #closed(): Promise<void> {
    if (this.#socket && this.connection && this.connection.destroyedReason() === undefined) {
      await this.#end(this.connection, 'clientDisconnected');
    }
  }

  /** The own connection is destroyed; what was in the list is in it no more, without an event. */
  async #end(connection: FakeConnection, reason: string): Promise<void> {
    destroy(connection, reason);
    // the socket is still to be closed
    if (this.isConnected()) void this.#disconnect();
    this.#reset();
    // a task later, as in the SDK
    await task();
    this.emit('sessionDisconnected', new FakeEvent('sessionDisconnected', this, {reason}));
  }

  #reset(): void {
    this.#attempt = undefined;
    this.#socket = undefined;
    this.connection = null;
    this.connections.empty();
    this.streams.empty();
    this.capabilities = {forceDisconnect: 0};
    this.#setState('disconnected');
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

  /** The platform ends the connection. */
  async end(reason: string): Promise<void> {
    const {connection} = this;
    const socket = this.#socket;
    if (!connection || !socket) return;
    this.#platform.exit(this.sessionId, socket.member, reason);
    await this.#end(connection, reason);
  }

  /** The platform sends that somebody joined. */
  receiveCreated(member: Member): void {
    this.#receive(() => {
      if (member.session === this || this.#isSuppressed || this.connections.has(member.id)) return;
      this.#announce('connectionCreated', this.#add(member));
    });
  }

  /** The platform sends that somebody left. */
  receiveDeleted(member: Member, reason: string): void {
    if (this.#state === 'migrating') return; // and will never be sent
    this.#receive(() => {
      const connection = this.connections.get(member.id);
      if (!connection || connection === this.connection) return;
      this.connections.remove(connection);
      destroy(connection, reason);
      this.#announce('connectionDestroyed', connection, reason);
    });
  }

  /** The socket is lost; the SDK tries by itself to resume. */
  interrupt(): void {
    const socket = this.#socket;
    if (!socket || socket.isClosing || socket.queue) return;
    socket.queue = [];
    socket.isInTransition = true;
    this.emit('sessionReconnecting', new FakeEvent('sessionReconnecting', this));
    socket.isInTransition = false;
  }

  /** The socket is back, and then comes what was missed, unless the platform does not send it again. */
  resume({lost = false} = {}): void {
    const socket = this.#socket;
    const queue = socket?.queue;
    if (!socket || !queue) return;
    socket.queue = undefined;
    this.emit('sessionReconnected', new FakeEvent('sessionReconnected', this));
    if (!lost) for (const send of queue) send();
  }

  /** The socket is lost for good, and the platform has noticed, too. */
  giveUp(): void {
    if (this.#socket?.queue) void this.end('networkDisconnected');
  }

  /** Whether there is a socket for somebody who is in the session by this. */
  holds(member: Member): boolean {
    return this.#socket?.member === member && !this.#socket.isAbandoned;
  }

  /** The server is rotated; who leaves until `migrated()` stays in the list as a ghost. */
  migrate(): void {
    this.#setState('migrating');
  }

  migrated(): void {
    this.#setState('connected');
    this.emit('migrated', new FakeEvent('migrated', this));
  }

  /** The page goes for the first time: the SDK leaves, and dispatches nothing, then or later. */
  unload(): void {
    this.connections.forEach((connection) => {
      destroy(connection, 'unloaded');
    });
    this.connections.empty();
    void this.#disconnect();
  }

  get #isSuppressed(): boolean {
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

  #receive(message: () => void): void {
    const socket = this.#socket;
    if (socket?.queue) socket.queue.push(message);
    else if (socket && this.isConnected()) message();
  }
}

function destroy(connection: FakeConnection, reason: string): void {
  Object.assign(connection, {destroyedReason: () => reason});
}

/** The vendor's platform in memory, and the vendor's SDK for as many pages as are needed, with the traps of the real ones. */
export class FakeOpenTok {
  /** How long a socket takes to close, in milliseconds; 100 and more in reality. */
  drain = 15;
  /** How long the requests before the socket take, in milliseconds. */
  httpDelay = 0;
  /** Where joining gets stuck, until `unhang()`. */
  hang: FakeStage | undefined;
  readonly hanging = new Set<() => void>();
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
  readonly #pages: {readonly sessions: FakeCollection<FakeSession>; isUnloaded: boolean}[] = [];
  #ids = 0;

  /** The `OT` of one page. */
  page(): FakeOT {
    const sessions = new FakeCollection<FakeSession>();
    this.#pages.push({sessions, isUnloaded: false});
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

  /** What is stuck goes on. */
  unhang(): void {
    this.hang = undefined;
    for (const wake of this.hanging) wake();
    this.hanging.clear();
  }

  /** Somebody joins. */
  join(sessionId: string, id: string = this.newId(), options: FakeMemberOptions | string = {}): Member {
    const about = typeof options === 'string' ? {data: options} : options;
    const member = {id, creationTime: this.clock++, data: '', ...about};
    this.enter(sessionId, member);
    return member;
  }

  /** Somebody who joined by `join()` leaves. */
  leave(sessionId: string, id: string, reason = 'clientDisconnected'): void {
    const member = this.members(sessionId).find((one) => one.id === id);
    if (!member) throw new Error(`${id} is not in ${sessionId}.`);
    this.exit(sessionId, member, reason);
  }

  enter(sessionId: string, member: Member): void {
    this.#rooms.set(sessionId, [...this.members(sessionId), member]);
    for (const {session} of this.members(sessionId)) session?.receiveCreated(member);
  }

  exit(sessionId: string, member: Member, reason: string): void {
    if (!this.members(sessionId).includes(member)) return;
    this.#rooms.set(
      sessionId,
      this.members(sessionId).filter((one) => one !== member),
    );
    for (const {session} of this.members(sessionId)) session?.receiveDeleted(member, reason);
  }

  /** Those whose socket was closed without a word are in the session no longer. */
  expire(sessionId: string): void {
    for (const member of this.members(sessionId)) {
      if (member.session && !member.session.holds(member)) this.exit(sessionId, member, 'networkDisconnected');
    }
  }

  newId(): string {
    return `fake-${++this.#ids}`;
  }

  /** All pages go into the back/forward cache: only the first time, the SDK ends their sessions. */
  freeze(): void {
    for (const page of this.#pages) {
      if (page.isUnloaded) continue;
      page.isUnloaded = true;
      page.sessions.forEach((session) => {
        session.unload();
      });
      page.sessions.empty();
    }
  }
}

/** The vendor's `OT`. */
export interface FakeOT extends VendorSDK {
  readonly sessions: FakeCollection<FakeSession>;
  readonly ConnectionEvent: typeof PublicConnectionEvent;
  initSession(key: string, sessionId: string, options?: Record<string, unknown>): FakeSession;
}
