import type {Capabilities} from '../engines/engine.js';
import type {Connection} from '../values/connection.js';
import {type SessionConfig, textOf} from '../values/session-config.js';
import type {SessionError} from '../values/session-error.js';
import {type CompletionHandler, withCompletionHandler} from './completion-handler.js';
import type {CredentialsSource} from './credentials-source.js';
import {SessionDispatcher, type SessionObserver} from './session-dispatcher.js';
import type {SessionEventMap} from './session-events.js';
import {SessionLifecycle, type SessionState, idOf} from './session-lifecycle.js';
import type {SessionHandler, SessionHandlerMap} from './session-listeners.js';

/** Whether to connect again after a connection was lost, or after a failure that may be temporary. */
export type Reconnect = 'auto' | 'never';

/** The settings of a session that may change; each is read when it is needed. */
export interface SessionSettings {
  /** `auto` by default. */
  reconnect?: Reconnect | undefined;
  /** In milliseconds; 30,000 by default. */
  connectTimeout?: number | undefined;
  /** The source of each attempt's credentials, if not the configuration. */
  credentials?: CredentialsSource | undefined;
  /** Further options for the engine's own SDK: the vendor's `initSession()` options. */
  options?: Readonly<Record<string, unknown>> | undefined;
}

/** What a session that is not connected allows. */
export const NO_CAPABILITIES: Capabilities = {forceDisconnect: 0};

/**
 * A session, its connections, and which of them are counted: the vendor's `Session`. Created by `initSession()`.
 *
 * The vendor is Vonage: this package follows its OpenTok SDK. All properties are up to date when a listener runs;
 * `preventDefault()` prevents only the default action that follows.
 */
export class Session {
  /** Whether to connect again: see `Reconnect`. Read when a connection is lost, or an attempt fails. */
  reconnect: Reconnect;
  /** The time limit of each attempt, in milliseconds; 30,000 if that is undefined, or not a number above 0. */
  connectTimeout: number | undefined;
  // private: as own properties, secrets would end up wherever an event is serialized with its target
  #credentials: CredentialsSource | undefined;
  #options: Readonly<Record<string, unknown>> | undefined;
  #token: string;
  readonly #dispatcher = new SessionDispatcher(this);
  readonly #lifecycle: SessionLifecycle;

  /** @internal Use `initSession()`. */
  constructor(
    {token, ...config}: SessionConfig,
    {reconnect = 'auto', connectTimeout, credentials, options}: SessionSettings = {},
  ) {
    this.reconnect = reconnect;
    this.connectTimeout = connectTimeout;
    this.#credentials = credentials;
    this.#options = options;
    this.#token = textOf(token);
    this.#lifecycle = new SessionLifecycle(this, config, this.#dispatcher);
  }

  /** The session's id: the one passed to `initSession()` or, after an attempt, the one in its credentials. */
  get sessionId(): string {
    return this.#lifecycle.sessionId;
  }

  /** The token for the next attempt. It never appears in an event, an error, or a message. */
  get token(): string {
    return this.#token;
  }

  set token(token: string) {
    this.#token = textOf(token);
  }

  /** The source of each attempt's credentials, if not the configuration. */
  get credentials(): CredentialsSource | undefined {
    return this.#credentials;
  }

  set credentials(credentials: CredentialsSource | undefined) {
    this.#credentials = credentials;
  }

  /** Further options for the engine's own SDK: the vendor's `initSession()` options. Read on each attempt. */
  get options(): Readonly<Record<string, unknown>> | undefined {
    return this.#options;
  }

  set options(options: Readonly<Record<string, unknown>> | undefined) {
    this.#options = options;
  }

  /** This client's connection; null when not connected. */
  get connection(): Connection | null {
    return this.#lifecycle.connection;
  }

  /** All connections in the session, including this client's, by id. Live and read-only; empty when not connected. */
  get connections(): ReadonlyMap<string, Connection> {
    return this.#lifecycle.roster.connections;
  }

  /** The connections that are counted, by id. Live and read-only. */
  get countedConnections(): ReadonlyMap<string, Connection> {
    return this.#lifecycle.roster.counted;
  }

  /** The number of connections that are counted; NaN when unknown, as it always is when not connected. */
  get connectionCount(): number {
    return this.#lifecycle.roster.count;
  }

  /** What the token's role allows; nothing when not connected. The vendor's `Session.capabilities`. */
  get capabilities(): Capabilities {
    return this.#lifecycle.handle?.capabilities ?? NO_CAPABILITIES;
  }

  /** The state of the session; it changes before the events that report the change are dispatched. */
  get state(): SessionState {
    return this.#lifecycle.state;
  }

  /** Why the last attempt failed; null once another one begins, and after `disconnect()`. */
  get error(): SessionError | null {
    return this.#lifecycle.error;
  }

  /**
   * Adds listeners: `on('a', handler)`, `on('a b', handler, context)`, `on({a: handler, b: handler}, context)`. A handler
   * that is added twice is called twice.
   *
   * @throws {TypeError} if a handler is not a function
   */
  on<Type extends keyof SessionEventMap>(
    type: Type,
    handler: SessionHandler<SessionEventMap[Type]>,
    context?: object,
  ): this;
  on(types: string, handler: SessionHandler, context?: object): this;
  on(handlers: SessionHandlerMap, context?: object): this;
  on(types: unknown, handler: unknown, context?: unknown): this {
    this.#dispatcher.listeners.add(types, handler, context, false);
    return this;
  }

  /**
   * Adds listeners that are removed when they are first called; otherwise as `on()`.
   *
   * @throws {TypeError} if a handler is not a function
   */
  once<Type extends keyof SessionEventMap>(
    type: Type,
    handler: SessionHandler<SessionEventMap[Type]>,
    context?: object,
  ): this;
  once(types: string, handler: SessionHandler, context?: object): this;
  once(handlers: SessionHandlerMap, context?: object): this;
  once(types: unknown, handler: unknown, context?: unknown): this {
    this.#dispatcher.listeners.add(types, handler, context, true);
    return this;
  }

  /** Removes listeners: all of them, those of a type, or those of a type with this handler (and context). */
  off<Type extends keyof SessionEventMap>(
    type: Type,
    handler: SessionHandler<SessionEventMap[Type]>,
    context?: object,
  ): this;
  off(types?: string, handler?: SessionHandler, context?: object): this;
  off(handlers: SessionHandlerMap, context?: object): this;
  off(types?: unknown, handler?: unknown, context?: unknown): this {
    this.#dispatcher.listeners.remove(types, handler, context);
    return this;
  }

  /** Adds an observer, called after the listeners, until the signal is aborted. `off()` does not remove it. */
  observe(observer: SessionObserver, signal: AbortSignal): void {
    this.#dispatcher.observe(observer, signal);
  }

  /**
   * Joins the session. Aborts a pending attempt; does nothing if the session is connected.
   *
   * @param token the token for this and all further attempts; the current one by default
   * @param handler called when the attempt has finished, with the error if it failed
   * @returns {Promise<void>} settles with the first attempt: fulfilled after `sessionConnected` and everyone's
   *   `connectionCreated`, or rejected with a `SessionError`. If `reconnect` is `auto` and the failure may be temporary,
   *   further attempts follow.
   */
  connect(token?: string, handler?: CompletionHandler): Promise<void> {
    this.token = token ?? this.token;
    return withCompletionHandler(this.#lifecycle.connect(), handler);
  }

  /**
   * Leaves the session, or aborts joining it. Resolves after `sessionDisconnected`, which is dispatched only if the session
   * was connected.
   */
  disconnect(): Promise<void> {
    this.#lifecycle.disconnect();
    return Promise.resolve();
  }

  /**
   * Leaves as `disconnect()` does; but the other clients are not notified if the page rejoins the same session before the
   * end of the next task, as it does when an element is rendered again.
   *
   * @internal
   */
  release(): Promise<void> {
    this.#lifecycle.disconnect({isReplaceable: true});
    return Promise.resolve();
  }

  /**
   * Removes a connection from the session. Requires a token with the moderator role. The vendor's
   * `Session.forceDisconnect()`.
   *
   * @param target a connection or its id
   * @param handler called when the operation has finished, with the error if it failed
   * @returns {Promise<void>} rejected with a `SessionError`: `not-connected`, `permission-denied`, `unknown-connection`,
   *   `timed-out`, `aborted` if the session ends before the answer, or `connect-failed` with the engine's error as `cause`
   */
  forceDisconnect(target: Connection | string, handler?: CompletionHandler): Promise<void> {
    return withCompletionHandler(this.#lifecycle.forceDisconnect(target), handler);
  }

  /**
   * Counts a connection after all whose `connectionCreated` event was canceled.
   *
   * @param target a connection or its id; ignored if it is not in the session
   */
  count(target: Connection | string): void {
    const connection = this.connections.get(idOf(target));
    if (connection) this.#lifecycle.roster.include(connection);
    this.#dispatcher.countChanged();
  }

  /**
   * Stops counting a connection whose `connectionDestroyed` event was canceled.
   *
   * @param target a connection or its id
   */
  uncount(target: Connection | string): void {
    this.#lifecycle.roster.exclude(idOf(target));
    this.#dispatcher.countChanged();
  }
}
