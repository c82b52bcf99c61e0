import type {DisconnectReason} from '../engines/engine.js';
import type {Connection} from '../values/connection.js';
import type {SessionError} from '../values/session-error.js';
import type {Session} from './session.js';

/**
 * An event of a `Session`: the vendor's `Event`. A plain object, not a DOM event.
 *
 * `preventDefault()` prevents what the session would do next, as said of each event; it must be called while the event is
 * being dispatched.
 */
export class SessionEvent {
  readonly type: keyof SessionEventMap;
  readonly target: Session;
  /** Whether there is a default action to prevent. */
  readonly cancelable: boolean;
  #prevented = false;

  constructor(type: keyof SessionEventMap, target: Session, cancelable: boolean = false) {
    this.type = type;
    this.target = target;
    this.cancelable = cancelable;
  }

  /** Prevents the default action; without one (`cancelable` is false) it does nothing. */
  preventDefault(): void {
    this.#prevented = this.cancelable;
  }

  /** Whether `preventDefault()` was called on this event, and had something to prevent. */
  isDefaultPrevented(): boolean {
    return this.#prevented;
  }
}

/**
 * Somebody came or left: the vendor's `ConnectionEvent`.
 *
 * Default action of `connectionCreated`: the connection is counted. Of `connectionDestroyed`: it is no longer counted.
 */
export class ConnectionEvent extends SessionEvent {
  declare readonly type: 'connectionCreated' | 'connectionDestroyed';
  /** The connection that was created or destroyed. */
  readonly connection: Connection;
  /** Why the connection ended; undefined for `connectionCreated`. */
  readonly reason: DisconnectReason | undefined;

  constructor(
    type: 'connectionCreated' | 'connectionDestroyed',
    target: Session,
    connection: Connection,
    reason?: DisconnectReason,
  ) {
    super(type, target, true);
    this.connection = connection;
    this.reason = reason;
  }

  /** @deprecated Use `connection`: there is one event for each. */
  get connections(): Connection[] {
    return [this.connection];
  }
}

/** We are in the session: the vendor's `SessionConnectEvent`. `connectionCreated` follows for everyone there. */
export class SessionConnectEvent extends SessionEvent {
  declare readonly type: 'sessionConnected';
  /** @deprecated Always empty, as in the vendor's SDK: listen to `connectionCreated`, or read `session.connections`. */
  readonly connections: Connection[] = [];

  constructor(target: Session) {
    super('sessionConnected', target);
  }
}

/**
 * We are out of the session: the vendor's `SessionDisconnectEvent`.
 *
 * Default action, where it is cancelable: connect again (see `Session.reconnect`).
 */
export class SessionDisconnectEvent extends SessionEvent {
  declare readonly type: 'sessionDisconnected';
  /** Why we are out. */
  readonly reason: DisconnectReason;

  constructor(target: Session, reason: DisconnectReason, cancelable: boolean) {
    super('sessionDisconnected', target, cancelable);
    this.reason = reason;
  }
}

/** An attempt to connect failed. Default action: one line in the console. */
export class SessionErrorEvent extends SessionEvent {
  declare readonly type: 'error';
  /** What went wrong. */
  readonly error: SessionError;

  constructor(target: Session, error: SessionError) {
    super('error', target, true);
    this.error = error;
  }
}

/** The events of a `Session` by name. */
export interface SessionEventMap {
  connectionCreated: ConnectionEvent;
  connectionDestroyed: ConnectionEvent;
  sessionConnected: SessionConnectEvent;
  sessionDisconnected: SessionDisconnectEvent;
  sessionReconnecting: SessionEvent;
  sessionReconnected: SessionEvent;
  connectionCountChange: SessionEvent;
  /** `Session.state` or `Session.error` changed. Ours; dispatched before the event that says why, if there is one. */
  stateChange: SessionEvent;
  error: SessionErrorEvent;
}
