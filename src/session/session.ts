import type {Capabilities, DisconnectReason, EngineHandle} from '../engines/engine.js';
import type {Member} from '../engines/shared-connection.js';
import {callReportingErrors} from '../scheduling/call-reporting-errors.js';
import {createQueue} from '../scheduling/queue.js';
import {isPrerendering, whenActivated} from '../scheduling/when-activated.js';
import {type AttemptPlan, answerWithin, attempt} from './attempt.js';
import type {Connection} from '../values/connection.js';
import type {CredentialsSource} from './credentials.js';
import {Presence} from './presence.js';
import {ReconnectPolicy, isRecoverable, isRetryable} from './reconnect-policy.js';
import {redactCredentials} from '../values/resolved-url.js';
import {type SessionConfig, textOf} from '../values/session-config.js';
import {SessionError} from '../values/session-error.js';
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

/** Called with every event of a session, after its listeners; what an element is to it. */
export type SessionObserver = (event: SessionEvent) => void;

/** The vendor's completion handler: called when a call is done, with the error if it failed. */
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
/** How often connectionCountChange is dispatched for one count at the most. */
const MOST_REPEATS = 10;
/** How long the engine may take to answer `forceDisconnect()`, in milliseconds. */
const FORCE_DISCONNECT_TIME_LIMIT = 10_000;

/**
 * A session, who is in it, and who of them is counted: the vendor's `Session`. Made by `initSession()`.
 *
 * When a listener runs, everything here is up to date; a listener prevents only what would follow.
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
  readonly #observers = new Set<{observer: SessionObserver; signal: AbortSignal}>();
  readonly #policy = new ReconnectPolicy();
  readonly #presence: Presence;
  /** The pending attempt, or the connection that it led to; aborting it leaves. */
  #attempt: AbortController | undefined;
  #connection: Connection | null = null;
  /** The id of our last connection that was removed from the session. */
  #removedId: string | undefined;
  #error: SessionError | null = null;
  #handle: EngineHandle | undefined;
  /** The count that was reported last. */
  #notifiedCount = NaN;
  #isNotifying = false;
  /** Whether a listener has seen another number than the last one since that was reported. */
  #isReportedWrong = false;
  /** How often the same count was reported in a row. */
  #repeats = 0;
  #sessionId: string;
  #state: SessionState = 'disconnected';
  readonly #queue = createQueue(() => {
    this.#notify();
  });
  /** Whether the page may join the session again before the others are notified that this one left. */
  #isReplaceable = false;
  /** Counts the calls of connect() and disconnect(), so that a default action knows whether a listener made one. */
  #requests = 0;

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
      const attempt = this.#attempt;
      const event = new ConnectionEvent(type, this, connection, reason);
      this.#dispatch([event], () => {
        // a listener may have left the session, which ends all counting
        if (event.isDefaultPrevented() || attempt !== this.#attempt) return;
        if (type === 'connectionCreated') this.#presence.include(connection);
        else this.#presence.exclude(connection.connectionId);
      });
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

  /** Adds an observer, called after the listeners until the signal is aborted; `off()` does not remove it. */
  observe(observer: SessionObserver, signal: AbortSignal): void {
    if (signal.aborted) return;
    const entry = {observer, signal};
    this.#observers.add(entry);
    signal.addEventListener('abort', () => this.#observers.delete(entry));
  }

  /**
   * Joins the session. An attempt that is under way is aborted; when connected already, nothing happens.
   *
   * @param token the token of this attempt and of the ones that follow; without it, the one there is
   * @param handler called when it is done, with the error if it failed
   * @returns {Promise<void>} settled with the first attempt, after `sessionConnected` and everyone's `connectionCreated`;
   *   rejected with a `SessionError`. Where `reconnect` is `auto` and the failure may pass, the attempts go on after that.
   */
  connect(token?: string, handler?: CompletionHandler): Promise<void> {
    this.token = token ?? this.token;
    this.#requests++;
    return completed(this.#connection ? Promise.resolve() : this.#try(), handler);
  }

  /**
   * Leaves the session, or gives up joining it. Resolves after `sessionDisconnected`, which is dispatched only if the
   * session was connected.
   */
  disconnect(): Promise<void> {
    return this.#disconnect();
  }

  /**
   * Leaves as `disconnect()` does, but the other clients are not notified if the page joins the same session again before
   * the end of the next task: a re-rendered element is not somebody who left.
   *
   * @internal
   */
  release(): Promise<void> {
    return this.#disconnect(true);
  }

  /**
   * Removes somebody from the session; needs a token with the role moderator.
   *
   * @param target a connection or its id
   * @param handler called when it is done, with the error if it failed
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
    const connection = this.connections.get(idOf(target));
    if (connection) this.#presence.include(connection);
    this.#countChanged();
  }

  /**
   * Counts a connection no longer: for those whose `connectionDestroyed` was prevented.
   *
   * @param target a connection or its id
   */
  uncount(target: Connection | string): void {
    this.#presence.exclude(idOf(target));
    this.#countChanged();
  }

  /** One attempt, and the events that it leads to. */
  async #try(): Promise<void> {
    this.#policy.cancel();
    this.#abort(new SessionError('aborted', 'A newer connect() was called.'));
    const controller = (this.#attempt = new AbortController());
    this.#dispatch(this.#stateChanges('connecting'));
    try {
      if (isPrerendering()) await whenActivated(controller.signal);
      const plan: AttemptPlan = {
        config: {...this.#config, options: this.options, token: this.#token},
        source: this.credentials,
        timeLimit: this.connectTimeout,
        resolved: ({sessionId}) => (this.#sessionId = sessionId),
      };
      await attempt(plan, this.#createMember(), controller);
    } catch (reason) {
      const error = reason as SessionError;
      // an attempt that the page gave up is no error of the page's
      if (this.#attempt === controller) this.#failed(error);
      throw error;
    }
  }

  #disconnect(isReplaceable = false): Promise<void> {
    this.#requests++;
    this.#policy.cancel();
    if (this.#connection) {
      this.#leave('clientDisconnected', isReplaceable);
    } else {
      this.#abort(new SessionError('aborted', 'disconnect() was called.'), isReplaceable);
      this.#dispatch(this.#stateChanges('disconnected'));
    }
    return Promise.resolve();
  }

  #createMember(): Member {
    return {
      isReplaceable: () => this.#isReplaceable,
      connected: (own, roster, handle) => {
        this.#connection = own;
        this.#handle = handle;
        if (roster) this.#presence.fill(roster);
        this.#policy.connected();
        this.#dispatch([...this.#stateChanges('connected'), new SessionConnectEvent(this)]);
        this.#presence.announceAll();
        this.#queue();
      },
      counted: (number) => {
        this.#presence.number = number;
        this.#queue();
      },
      connectionCreated: (connection) => {
        this.#presence.add(connection);
      },
      connectionDestroyed: (connection, reason) => {
        this.#presence.remove(connection, reason);
      },
      reconnecting: () => {
        this.#dispatch([...this.#stateChanges('reconnecting'), new SessionEvent('sessionReconnecting', this)]);
      },
      reconnected: () => {
        this.#dispatch([...this.#stateChanges('connected'), new SessionEvent('sessionReconnected', this)]);
      },
      disconnected: (reason) => {
        this.#leave(reason);
      },
    };
  }

  /** The connection ended: first the state, then the events, then the default action. */
  #leave(reason: DisconnectReason, isReplaceable = false): void {
    const requests = this.#requests;
    if (reason === 'forceDisconnected') this.#removedId = this.#connection?.connectionId;
    this.#abort(new SessionError('aborted', `The session ended (${reason}).`), isReplaceable);
    this.#connection = null;
    this.#handle = undefined;
    this.#presence.empty();
    this.#policy.disconnected();
    const event = new SessionDisconnectEvent(this, reason, this.reconnect !== 'never' && isRecoverable(reason));
    this.#dispatch([...this.#stateChanges('disconnected'), event], () => {
      if (event.cancelable && !event.isDefaultPrevented() && requests === this.#requests) this.#tryLater(reason);
    });
  }

  #failed(error: SessionError): void {
    const requests = this.#requests;
    this.#abort(error);
    // the page gave the attempt up, or disconnected its own session
    if (error.code === 'aborted') {
      this.#dispatch(this.#stateChanges('disconnected'));
      return;
    }
    const again = this.reconnect !== 'never' && isRetryable(error.code);
    const event = new SessionErrorEvent(this, error);
    this.#dispatch([...this.#stateChanges(again ? 'connecting' : 'disconnected', error), event], () => {
      if (!event.isDefaultPrevented()) console.error(`ot-session: ${error.message}`);
      if (again && requests === this.#requests) this.#tryLater(error.code, error.retryAfter);
    });
  }

  #tryLater(why: string, atLeast?: number): void {
    // a listener may have changed it
    if (this.reconnect === 'never') {
      this.#dispatch(this.#stateChanges('disconnected', this.#error));
      return;
    }
    this.#dispatch(this.#stateChanges('connecting', this.#error));
    const again = () => {
      // the outcome is reported by events
      if (this.reconnect !== 'never') void completed(this.#try());
      else this.#dispatch(this.#stateChanges('disconnected', this.#error));
    };
    this.#policy.wait(why, again, atLeast);
  }

  #abort(reason: SessionError, isReplaceable = false): void {
    const attempt = this.#attempt;
    this.#attempt = undefined;
    this.#isReplaceable = isReplaceable;
    attempt?.abort(reason);
  }

  async #forceDisconnect(target: Connection | string): Promise<void> {
    const handle = this.#handle;
    const attempt = this.#attempt;
    if (!handle || !attempt) {
      throw new SessionError('not-connected', 'forceDisconnect() needs a session that is connected.');
    }
    const id = idOf(target);
    const connection = this.connections.get(id);
    if (!connection) throw new SessionError('unknown-connection', `"${redactCredentials(id)}" is not in the session.`);
    const call = new AbortController();
    const stop = () => {
      call.abort(attempt.signal.reason);
    };
    attempt.signal.addEventListener('abort', stop, call);
    try {
      await answerWithin(FORCE_DISCONNECT_TIME_LIMIT, this.#config.engine, call, () =>
        handle.forceDisconnect(connection),
      );
    } catch (error) {
      // removing ourselves ends the session, as a rule before the answer
      if (id !== this.#removedId) throw error;
    } finally {
      call.abort();
    }
  }

  /**
   * Dispatches events to all listeners and observers, one after another, and then runs the default action.
   *
   * What a listener causes becomes true at once, but its events are queued until everybody has received the current ones:
   * the next listener would otherwise learn that somebody left before it learns that they joined.
   */
  #dispatch(events: readonly SessionEvent[], defaultAction?: () => void): void {
    this.#queue(() => {
      for (const event of events) {
        this.#listeners.dispatch(event);
        for (const {observer, signal} of [...this.#observers]) {
          // an earlier observer may have aborted it
          if (!signal.aborted) {
            callReportingErrors(() => {
              observer(event);
            });
          }
        }
      }
      defaultAction?.();
    });
  }

  #countChanged(): void {
    // a listener of connectionCountChange that changes the count shows the listeners after it a number that is not the last
    if (this.#isNotifying && !Object.is(this.connectionCount, this.#notifiedCount)) this.#isReportedWrong = true;
    this.#queue();
  }

  /** Reports the count once the queue is empty. */
  #notify(): void {
    const count = this.connectionCount;
    const isSame = Object.is(count, this.#notifiedCount);
    this.#repeats = isSame ? this.#repeats + 1 : 0;
    // a listener that changes the count and changes it back, each time, would have it repeated forever
    if (isSame && (!this.#isReportedWrong || this.#repeats > MOST_REPEATS)) return;
    this.#isReportedWrong = false;
    this.#notifiedCount = count;
    this.#isNotifying = true;
    try {
      this.#dispatch([new SessionEvent('connectionCountChange', this)]);
    } finally {
      this.#isNotifying = false;
    }
  }

  /** Sets the state; the events to dispatch for it, if it changed. */
  #stateChanges(state: SessionState, error: SessionError | null = null): SessionEvent[] {
    if (state === this.#state && error === this.#error) return [];
    this.#state = state;
    this.#error = error;
    return [new SessionEvent('stateChange', this)];
  }
}

/** The id of a connection, or of what script gave for one. */
function idOf(target: Connection | string | null | undefined): string {
  return typeof target === 'string' ? target : textOf(target?.connectionId);
}

/** Calls the vendor's kind of handler, too. A failure that nobody handles is no `unhandledrejection`, since an event reports it. */
function completed(promise: Promise<void>, handler?: CompletionHandler): Promise<void> {
  // as the vendor calls it: without any argument if all went well
  const complete = (...error: [SessionError?]) => {
    callReportingErrors(() => {
      if (typeof handler === 'function') handler(...error);
    });
  };
  promise.then(() => {
    complete();
  }, complete);
  return promise;
}
