import type {DisconnectReason, EngineHandle} from '../engines/engine.js';
import type {Member} from '../engines/shared-connection.js';
import {markAsHandled} from '../scheduling/mark-as-handled.js';
import {isPrerendering, whenActivated} from '../scheduling/when-activated.js';
import type {Connection} from '../values/connection.js';
import {redactCredentials} from '../values/resolved-url.js';
import {type SessionConfig, textOf} from '../values/session-config.js';
import {SessionError} from '../values/session-error.js';
import {answerWithin} from './answer-within.js';
import {type AttemptPlan, attempt} from './attempt.js';
import {SessionRoster} from './session-roster.js';
import {ReconnectPolicy, isRecoverable, isRetryable} from './reconnect-policy.js';
import type {Session} from './session.js';
import type {SessionDispatcher} from './session-dispatcher.js';
import {
  ConnectionEvent,
  SessionConnectEvent,
  SessionDisconnectEvent,
  SessionErrorEvent,
  SessionEvent,
} from './session-events.js';

/**
 * The state of a session. `connecting` lasts from `connect()`, or from the loss of a connection if the session will
 * reconnect, through all attempts and the waits between them; during `reconnecting`, the engine resumes the connection by
 * itself.
 */
export type SessionState = 'disconnected' | 'connecting' | 'connected' | 'reconnecting';

/** How long the engine may take to answer `forceDisconnect()`, in milliseconds. */
const FORCE_DISCONNECT_TIMEOUT = 10_000;

/**
 * Connects and disconnects a session: the attempts, the connection that one of them leads to, and the waits between them.
 *
 * The state changes before its events are dispatched; the default action runs after them.
 */
export class SessionLifecycle {
  readonly roster: SessionRoster;
  state: SessionState = 'disconnected';
  error: SessionError | null = null;
  connection: Connection | null = null;
  /** What the engine offers while the session is connected. */
  handle: EngineHandle | undefined;
  /** The id in the configuration or, after an attempt, in its credentials. */
  sessionId: string;
  readonly #session: Session;
  readonly #config: Omit<SessionConfig, 'token'>;
  readonly #dispatcher: SessionDispatcher;
  readonly #policy = new ReconnectPolicy();
  /** The pending attempt, or the connection that it led to; aborting it disconnects. */
  #attempt: AbortController | undefined;
  /** The id of the connection from which a moderator last removed this client. */
  #removedId: string | undefined;
  /** Whether the page may rejoin before the other clients are notified that this connection ended. */
  #isReplaceable = false;
  /**
   * How many times connect() and disconnect() have been called: a default action is skipped if a listener called one of
   * them.
   */
  #callCount = 0;

  constructor(session: Session, config: Omit<SessionConfig, 'token'>, dispatcher: SessionDispatcher) {
    this.#session = session;
    this.#config = config;
    this.#dispatcher = dispatcher;
    this.sessionId = config.sessionId;
    this.roster = new SessionRoster((type, connection, reason) => {
      this.#announce(type, connection, reason);
    });
  }

  /** Connects, unless connected. A pending attempt is aborted. */
  connect(): Promise<void> {
    this.#callCount++;
    return this.connection ? Promise.resolve() : this.#connect();
  }

  /** @param isReplaceable see `Session.release()` */
  disconnect({isReplaceable} = {isReplaceable: false}): void {
    this.#callCount++;
    this.#policy.cancel();
    if (this.connection) {
      this.#disconnected('clientDisconnected', isReplaceable);
    } else {
      this.#abort(new SessionError('aborted', 'disconnect() was called.'), isReplaceable);
      this.#changeState('disconnected');
    }
  }

  /** @throws {SessionError} see `Session.forceDisconnect()` */
  async forceDisconnect(target: Connection | string): Promise<void> {
    const {handle} = this;
    const attempt = this.#attempt;
    if (!handle || !attempt) throw cannotForceDisconnect();
    const id = idOf(target);
    const connection = this.roster.connections.get(id);
    if (!connection) throw new SessionError('unknown-connection', `"${redactCredentials(id)}" is not in the session.`);
    const call = new AbortController();
    const stop = () => {
      call.abort(attempt.signal.reason);
    };
    attempt.signal.addEventListener('abort', stop, call);
    try {
      await answerWithin(FORCE_DISCONNECT_TIMEOUT, this.#config.engine, call, () => handle.forceDisconnect(connection));
    } catch (error) {
      // removing this client ends the session, usually before the answer
      if (id !== this.#removedId) throw error;
    } finally {
      call.abort();
    }
  }

  /** Makes one attempt, and dispatches the events that it leads to. */
  async #connect(): Promise<void> {
    this.#policy.cancel();
    this.#abort(new SessionError('aborted', 'A newer connect() was called.'));
    const controller = (this.#attempt = new AbortController());
    this.#changeState('connecting');
    const session = this.#session;
    try {
      if (isPrerendering()) await whenActivated(controller.signal);
      const plan: AttemptPlan = {
        config: {...this.#config, options: session.options, token: session.token},
        source: session.credentials,
        timeLimit: session.connectTimeout,
        resolved: ({sessionId}) => (this.sessionId = sessionId),
      };
      await attempt(plan, this.#createMember(), controller);
    } catch (reason) {
      const error = reason as SessionError;
      // an attempt that was replaced or ended is not an error of the session
      if (this.#attempt === controller) this.#failed(error);
      throw error;
    }
  }

  #createMember(): Member {
    const {roster} = this;
    const dispatch = (state: SessionState, event: SessionEvent) => {
      this.#dispatcher.dispatch([...this.#setState(state), event]);
    };
    return {
      isReplaceable: () => this.#isReplaceable,
      connected: (own, connections, handle) => {
        this.connection = own;
        this.handle = handle;
        if (connections) roster.fill(connections);
        this.#policy.connected();
        dispatch('connected', new SessionConnectEvent(this.#session));
        roster.announceAll();
        this.#dispatcher.countChanged();
      },
      counted: (number) => {
        roster.engineCount = number;
        this.#dispatcher.countChanged();
      },
      connectionCreated: (connection) => {
        roster.add(connection);
      },
      connectionDestroyed: (connection, reason) => {
        roster.remove(connection, reason);
      },
      reconnecting: () => {
        dispatch('reconnecting', new SessionEvent('sessionReconnecting', this.#session));
      },
      reconnected: () => {
        dispatch('connected', new SessionEvent('sessionReconnected', this.#session));
      },
      disconnected: (reason) => {
        this.#disconnected(reason);
      },
    };
  }

  #announce(type: ConnectionEvent['type'], connection: Connection, reason?: DisconnectReason): void {
    const attempt = this.#attempt;
    const event = new ConnectionEvent(type, this.#session, connection, reason);
    this.#dispatcher.dispatch([event], () => {
      // a listener may have left the session, which clears the count
      if (event.isDefaultPrevented() || attempt !== this.#attempt) return;
      if (type === 'connectionCreated') this.roster.include(connection);
      else this.roster.exclude(connection.connectionId);
    });
  }

  #disconnected(reason: DisconnectReason, isReplaceable = false): void {
    const callCount = this.#callCount;
    if (reason === 'forceDisconnected') this.#removedId = this.connection?.connectionId;
    this.#abort(new SessionError('aborted', `The session ended (${reason}).`), isReplaceable);
    this.connection = null;
    this.handle = undefined;
    this.roster.clear();
    this.#policy.disconnected();
    const session = this.#session;
    const event = new SessionDisconnectEvent(session, reason, session.reconnect !== 'never' && isRecoverable(reason));
    this.#dispatcher.dispatch([...this.#setState('disconnected'), event], () => {
      if (event.cancelable && !event.isDefaultPrevented() && callCount === this.#callCount) this.#retryLater(reason);
    });
  }

  #failed(error: SessionError): void {
    const callCount = this.#callCount;
    this.#abort(error);
    // the page canceled the attempt, or disconnected its own session
    if (error.code === 'aborted') {
      this.#changeState('disconnected');
      return;
    }
    const willRetry = this.#session.reconnect !== 'never' && isRetryable(error.code);
    const event = new SessionErrorEvent(this.#session, error);
    this.#dispatcher.dispatch([...this.#setState(willRetry ? 'connecting' : 'disconnected', error), event], () => {
      if (!event.isDefaultPrevented()) console.error(`ot-elements: ${error.message}`);
      if (willRetry && callCount === this.#callCount) this.#retryLater(error.code, error.retryAfter);
    });
  }

  /** Waits, and connects again; disconnects instead once `reconnect` has been set to `never`. */
  #retryLater(reason: Parameters<ReconnectPolicy['wait']>[0], atLeast?: number): void {
    if (!this.#mayRetry) {
      this.#changeState('disconnected', this.error);
      return;
    }
    this.#changeState('connecting', this.error);
    const retry = () => {
      if (this.#mayRetry) void markAsHandled(this.#connect());
      else this.#changeState('disconnected', this.error);
    };
    this.#policy.wait(reason, retry, atLeast);
  }

  get #mayRetry(): boolean {
    return this.#session.reconnect !== 'never';
  }

  #abort(reason: SessionError, isReplaceable = false): void {
    const attempt = this.#attempt;
    this.#attempt = undefined;
    this.#isReplaceable = isReplaceable;
    attempt?.abort(reason);
  }

  #changeState(state: SessionState, error?: SessionError | null): void {
    this.#dispatcher.dispatch(this.#setState(state, error));
  }

  /** @returns the event to dispatch, if this is a change */
  #setState(state: SessionState, error: SessionError | null = null): SessionEvent[] {
    if (state === this.state && error === this.error) return [];
    this.state = state;
    this.error = error;
    return [new SessionEvent('stateChange', this.#session)];
  }
}

/** The id of a connection; the caller may pass anything. */
export function idOf(target: Connection | string | null | undefined): string {
  return typeof target === 'string' ? target : textOf(target?.connectionId);
}

export function cannotForceDisconnect(): SessionError {
  return new SessionError('not-connected', 'forceDisconnect() requires a connected session.');
}
