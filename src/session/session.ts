import type {Capabilities, DisconnectReason, EngineHandle} from '../engines/engine.js';
import type {Member} from '../engines/shared-connection.js';
import {guarded} from '../guarded.js';
import {takeTurns} from '../take-turns.js';
import {type AttemptPlan, attempt, whileAlive} from './attempt.js';
import type {Connection} from './connection.js';
import type {CredentialsSource} from './credentials.js';
import {Presence} from './presence.js';
import {ReconnectPolicy, comesBack, mayPass} from './reconnect-policy.js';
import {type SessionConfig, textOf} from './session-config.js';
import {SessionError} from './session-error.js';
import {
  ConnectionEvent,
  SessionConnectEvent,
  SessionDisconnectEvent,
  SessionErrorEvent,
  SessionEvent,
  type SessionEventMap,
} from './session-events.js';
import {type SessionHandler, type SessionHandlerMap, SessionListeners} from './session-listeners.js';

/**
 * Where a session stands. `connecting` lasts from `connect()`, or from the loss of a session that is to be joined again,
 * through all attempts and the waits between them; `reconnecting` is the engine resuming a connection by itself.
 */
export type SessionState = 'disconnected' | 'connecting' | 'connected' | 'reconnecting';

/** Whether a session that was lost, or could not be joined for a reason that may pass, is tried again. */
export type Reconnect = 'auto' | 'never';

/** Told of every event of a session, and without one when only its `state` changed; what an element is to it. */
export type SessionObserver = (event?: SessionEvent) => void;

/** Told when a call is done, with the error if it failed: the vendor's completion handler. */
export type CompletionHandler = (error?: SessionError) => void;

/** What of a session may change, each for the next time that it matters. */
export interface SessionSettings {
  /** Whether to try again: see `Reconnect`. */
  reconnect?: Reconnect | undefined;
  /** How long an attempt to connect may take, in milliseconds; 30,000 by default. */
  connectTimeout?: number | undefined;
  /** Where the credentials of each attempt come from, if not from what the session was made with. */
  credentials?: CredentialsSource | undefined;
  /** What the engine's own SDK takes besides: the vendor's `initSession()` options. */
  options?: Readonly<Record<string, unknown>> | undefined;
}

const NO_CAPABILITIES: Capabilities = {forceDisconnect: 0};

/**
 * A session, who is in it, and who of them is counted: the vendor's `Session`. Made by `initSession()`.
 *
 * When a listener runs, everything here already tells the truth; what a listener prevents is what would have come next.
 */
export class Session {
  /** Whether to try again: see `Reconnect`. Read when the session is lost, or an attempt fails. */
  reconnect: Reconnect;
  /** How long an attempt to connect may take, in milliseconds; 30,000 if that is undefined, or no number above 0. */
  connectTimeout: number | undefined;
  readonly #config: Omit<SessionConfig, 'token'>;
  // These are no properties of its own: they would be in everything that writes an event down with its target.
  #credentials: CredentialsSource | undefined;
  #options: Readonly<Record<string, unknown>> | undefined;
  #token: string;
  readonly #listeners = new SessionListeners();
  readonly #observers = new Set<SessionObserver>();
  readonly #policy = new ReconnectPolicy();
  readonly #presence: Presence;
  /** The attempt under way, or the connection that came of it: aborted, it is left. */
  #attempt: AbortController | undefined;
  #connection: Connection | null = null;
  #error: SessionError | null = null;
  #handle: EngineHandle | undefined;
  #notifiedCount = NaN;
  #sessionId: string;
  #state: SessionState = 'disconnected';
  readonly #inTurn = takeTurns(() => {
    this.#notify();
  });
  /** Grows with each wish of the page (connect, disconnect), so that a default action sees whether a listener had one. */
  #wishes = 0;

  /** @internal Use `initSession()`. */
  constructor(
    {token, ...config}: SessionConfig,
    {reconnect = 'auto', connectTimeout, credentials, options}: SessionSettings = {},
  ) {
    this.reconnect = reconnect;
    this.connectTimeout = connectTimeout;
    this.#credentials = credentials;
    this.#options = options;
    this.#config = config;
    this.#sessionId = config.sessionId;
    this.#token = textOf(token);
    this.#presence = new Presence((type, connection, reason) => {
      this.#dispatch(new ConnectionEvent(type, this, connection, reason), this.#count);
    });
  }

  /** The session's id: as given to `initSession()`, or as the credentials of the last attempt said. */
  get sessionId(): string {
    return this.#sessionId;
  }

  /** The token of the next attempt. A secret: never in an event, an error or a message. */
  get token(): string {
    return this.#token;
  }

  set token(token: string) {
    this.#token = textOf(token);
  }

  /** Where the credentials of each attempt come from, if not from what the session was made with. */
  get credentials(): CredentialsSource | undefined {
    return this.#credentials;
  }

  set credentials(credentials: CredentialsSource | undefined) {
    this.#credentials = credentials;
  }

  /** What the engine's own SDK takes besides: the vendor's `initSession()` options. Read at each attempt. */
  get options(): Readonly<Record<string, unknown>> | undefined {
    return this.#options;
  }

  set options(options: Readonly<Record<string, unknown>> | undefined) {
    this.#options = options;
  }

  /** Our own connection; null when not connected. */
  get connection(): Connection | null {
    return this.#connection;
  }

  /** Everyone who is in the session, own connection included, by id: live, read-only, empty when not connected. */
  get connections(): ReadonlyMap<string, Connection> {
    return this.#presence.connections;
  }

  /** Those of them that the default actions of `connectionCreated` and `connectionDestroyed` count: live, read-only. */
  get countedConnections(): ReadonlyMap<string, Connection> {
    return this.#presence.counted;
  }

  /** How many connections are counted; NaN when that is unknown, as it is whenever we are not in the session. */
  get connectionCount(): number {
    return this.#presence.count;
  }

  /** What our role allows; nothing when not connected. */
  get capabilities(): Capabilities {
    return this.#handle?.capabilities ?? NO_CAPABILITIES;
  }

  /** Where the session stands. */
  get state(): SessionState {
    return this.#state;
  }

  /** Why the last attempt failed; null from the next one on, and after `disconnect()`. */
  get error(): SessionError | null {
    return this.#error;
  }

  /**
   * Adds a listener: `on('a', handler)`, `on('a b', handler, context)`, `on({a: handler, b: handler}, context)`. The same
   * handler added twice is called twice.
   *
   * @throws {TypeError} when there is no function to call
   */
  on<Type extends keyof SessionEventMap>(
    type: Type,
    handler: SessionHandler<SessionEventMap[Type]>,
    context?: object,
  ): this;
  on(types: string, handler: SessionHandler, context?: object): this;
  on(handlers: SessionHandlerMap, context?: object): this;
  on(types: unknown, handler: unknown, context?: unknown): this {
    this.#listeners.add(types, handler, context, false);
    return this;
  }

  /**
   * As `on()`, for one event.
   *
   * @throws {TypeError} when there is no function to call
   */
  once<Type extends keyof SessionEventMap>(
    type: Type,
    handler: SessionHandler<SessionEventMap[Type]>,
    context?: object,
  ): this;
  once(types: string, handler: SessionHandler, context?: object): this;
  once(handlers: SessionHandlerMap, context?: object): this;
  once(types: unknown, handler: unknown, context?: unknown): this {
    this.#listeners.add(types, handler, context, true);
    return this;
  }

  /** Removes listeners: all, those of a type, those of a type and a handler (and a context), or a map of them. */
  off<Type extends keyof SessionEventMap>(
    type: Type,
    handler: SessionHandler<SessionEventMap[Type]>,
    context?: object,
  ): this;
  off(types?: string, handler?: SessionHandler, context?: object): this;
  off(handlers: SessionHandlerMap, context?: object): this;
  off(types?: unknown, handler?: unknown, context?: unknown): this {
    this.#listeners.remove(types, handler, context);
    return this;
  }

  /** Adds an observer, told after the listeners, until the signal is aborted; `off()` does not remove it. */
  observe(observer: SessionObserver, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#observers.add(observer);
    signal.addEventListener('abort', () => this.#observers.delete(observer));
  }

  /**
   * Joins the session. An attempt that is under way is aborted; when connected already, nothing happens.
   *
   * @param token the token of this attempt and of the ones that follow; without it, the one there is
   * @param handler told when it is done, or failed
   * @returns {Promise<void>} settled with the first attempt, after `sessionConnected` and everyone's `connectionCreated`;
   *   rejected with a `SessionError`. Where `reconnect` is `auto` and the failure may pass, the attempts go on after that.
   */
  connect(token?: string, handler?: CompletionHandler): Promise<void> {
    this.token = token ?? this.token;
    this.#wishes++;
    return completed(this.#connection ? Promise.resolve() : this.#try(), handler);
  }

  /** Leaves the session, or gives up joining it. Resolves after `sessionDisconnected`, which only who was in it gets. */
  disconnect(): Promise<void> {
    this.#wishes++;
    this.#policy.cancel();
    if (this.#connection) {
      this.#leave('clientDisconnected');
    } else {
      this.#abort(new SessionError('aborted', 'disconnect() was called.'));
      this.#set('disconnected');
    }
    return Promise.resolve();
  }

  /**
   * Removes somebody from the session; needs a token with the role moderator.
   *
   * @param target a connection or its id
   * @param handler told when it is done, or failed
   * @returns {Promise<void>} rejected with a `SessionError`: `not-connected`, `permission-denied`, `unknown-connection`,
   *   `timed-out`, `aborted` if we leave before the answer, `connect-failed` with the engine's error as its cause
   */
  forceDisconnect(target: Connection | string, handler?: CompletionHandler): Promise<void> {
    return completed(this.#forceDisconnect(target), handler);
  }

  /**
   * Counts a connection that is in the session: for those whose `connectionCreated` was prevented.
   *
   * @param target a connection or its id; of one who is not there, nothing comes
   */
  count(target: Connection | string): void {
    this.#presence.include(idOf(target));
    this.#inTurn();
  }

  /**
   * Counts a connection no longer: for those whose `connectionDestroyed` was prevented.
   *
   * @param target a connection or its id
   */
  uncount(target: Connection | string): void {
    this.#presence.exclude(idOf(target));
    this.#inTurn();
  }

  /** One attempt. Whatever it leads to is told here. */
  async #try(): Promise<void> {
    this.#policy.cancel();
    this.#abort(new SessionError('aborted', 'A newer connect() was called.'));
    const controller = (this.#attempt = new AbortController());
    this.#set('connecting');
    const plan: AttemptPlan = {
      config: {...this.#config, options: this.options, token: this.#token},
      source: this.credentials,
      timeLimit: this.connectTimeout,
      resolved: ({sessionId}) => (this.#sessionId = sessionId),
    };
    try {
      await attempt(plan, this.#member(), controller);
    } catch (reason) {
      const error = reason as SessionError;
      // an attempt that the page gave up is no error of the page's
      if (this.#attempt === controller) this.#failed(error);
      throw error;
    }
  }

  #member(): Member {
    return {
      connected: (own, roster, handle) => {
        this.#connection = own;
        this.#handle = handle;
        if (roster) this.#presence.fill(roster);
        this.#policy.connected();
        this.#set('connected');
        this.#dispatch(new SessionConnectEvent(this));
        this.#presence.announceAll();
        this.#inTurn();
      },
      counted: (number) => {
        this.#presence.number = number;
        this.#inTurn();
      },
      connectionCreated: (connection) => {
        this.#presence.add(connection);
      },
      connectionDestroyed: (connection, reason) => {
        this.#presence.remove(connection, reason);
      },
      reconnecting: () => {
        this.#set('reconnecting');
        this.#dispatch(new SessionEvent('sessionReconnecting', this));
      },
      reconnected: () => {
        this.#set('connected');
        this.#dispatch(new SessionEvent('sessionReconnected', this));
      },
      disconnected: (reason) => {
        this.#leave(reason);
      },
    };
  }

  /** We are out: the fact, then the event, then what follows of it. */
  #leave(reason: DisconnectReason): void {
    const wishes = this.#wishes;
    this.#abort(new SessionError('aborted', `The session ended (${reason}).`));
    this.#connection = null;
    this.#handle = undefined;
    this.#presence.empty();
    this.#set('disconnected');
    const event = new SessionDisconnectEvent(this, reason, this.reconnect !== 'never' && comesBack(reason));
    this.#dispatch(event, () => {
      if (event.cancelable && !event.isDefaultPrevented() && wishes === this.#wishes) this.#tryLater(reason);
    });
  }

  #failed(error: SessionError): void {
    const wishes = this.#wishes;
    this.#abort(error);
    const again = this.reconnect !== 'never' && mayPass(error.code);
    this.#set(again ? 'connecting' : 'disconnected', error.code === 'aborted' ? null : error);
    // the page gave it up, or took its own session away: that is no error of the page's
    if (error.code === 'aborted') return;
    const event = new SessionErrorEvent(this, error);
    this.#dispatch(event, () => {
      if (!event.isDefaultPrevented()) console.error(`ot-session: ${error.message}`);
      if (again && wishes === this.#wishes) this.#tryLater(error.code);
    });
  }

  #tryLater(why: string): void {
    // a listener may have thought better of it
    if (this.reconnect === 'never') {
      this.#set('disconnected', this.#error);
      return;
    }
    this.#set('connecting', this.#error);
    this.#policy.wait(why, () => {
      // what comes of it is told by events
      if (this.reconnect !== 'never') void completed(this.#try());
      else this.#set('disconnected', this.#error);
    });
  }

  #abort(reason: SessionError): void {
    const attempt = this.#attempt;
    this.#attempt = undefined;
    attempt?.abort(reason);
  }

  async #forceDisconnect(target: Connection | string): Promise<void> {
    if (!this.#handle || !this.#attempt) {
      throw new SessionError('not-connected', 'forceDisconnect() needs a session that is connected.');
    }
    const id = idOf(target);
    const connection = this.connections.get(id);
    if (!connection) throw new SessionError('unknown-connection', `"${id}" is not in the session.`);
    // that we are out may be told before the answer, if it is ourselves
    const {signal} = connection === this.#connection ? new AbortController() : this.#attempt;
    await whileAlive(signal, this.#config.engine, this.#handle.forceDisconnect(connection));
  }

  /**
   * Tells everybody of an event, and then does what follows of it. One event after another: what a listener brings about is
   * a fact at once, and told when everybody knows of what that one was told of. Or the next listener would hear that
   * somebody left before it hears that they came, and would have them for ever.
   */
  #dispatch<Event extends SessionEvent>(event: Event, act?: (event: Event) => void): void {
    this.#inTurn(() => {
      this.#listeners.dispatch(event);
      this.#tellObservers(event);
      act?.(event);
    });
  }

  #tellObservers(event?: SessionEvent): void {
    for (const observe of [...this.#observers]) guarded(observe, event);
  }

  /** The default action of somebody's coming or going. */
  readonly #count = (event: ConnectionEvent) => {
    const {connectionId} = event.connection;
    if (event.isDefaultPrevented()) return;
    if (event.type === 'connectionCreated') this.#presence.include(connectionId);
    else this.#presence.exclude(connectionId);
  };

  /** When everything is told. */
  #notify(): void {
    const count = this.connectionCount;
    if (Object.is(count, this.#notifiedCount)) return;
    this.#notifiedCount = count;
    this.#dispatch(new SessionEvent('connectionCountChange', this));
  }

  #set(state: SessionState, error: SessionError | null = null): void {
    if (state === this.#state && error === this.#error) return;
    this.#state = state;
    this.#error = error;
    this.#tellObservers();
  }
}

/** The id of a connection, or of what script gave for one. */
function idOf(target: Connection | string | null | undefined): string {
  return typeof target === 'string' ? target : textOf(target?.connectionId);
}

/** Calls the vendor's kind of handler, too. A failure that nobody looks at is no `unhandledrejection`: an event tells of it. */
function completed(promise: Promise<void>, handler?: CompletionHandler): Promise<void> {
  // as the vendor calls it: without any argument if all went well
  const tell = (...error: [SessionError?]) => {
    guarded(() => {
      if (typeof handler === 'function') handler(...error);
    });
  };
  promise.then(() => {
    tell();
  }, tell);
  return promise;
}
