import type {DisconnectReason} from '../engines/engine.js';
import type {Connection} from '../values/connection.js';
import type {SessionError} from '../values/session-error.js';
import type {Session} from './session.js';

/**
 * An event of a `Session`: the vendor's `Event`. A plain object, not a DOM event.
 *
 * `preventDefault()` prevents the event's default action, and must be called while the event is being dispatched.
 */
export class SessionEvent {
  /** The event's name, as in `SessionEventMap`. */
  readonly type: keyof SessionEventMap;
  /** The session that dispatched the event. */
  readonly target: Session;
  /** Whether the event has a default action that can be prevented. */
  readonly cancelable: boolean;
  #prevented = false;

  constructor(type: keyof SessionEventMap, target: Session, cancelable: boolean = false) {
    this.type = type;
    this.target = target;
    this.cancelable = cancelable;
  }

  /** Prevents the default action. Has no effect unless `cancelable` is true. */
  preventDefault(): void {
    this.#prevented = this.cancelable;
  }

  /** Whether the default action was prevented. */
  isDefaultPrevented(): boolean {
    return this.#prevented;
  }
}

/**
 * A client connected or disconnected: the vendor's `ConnectionEvent`.
 *
 * Default action of `connectionCreated`: the connection is counted; of `connectionDestroyed`: it is no longer counted.
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

  /** @deprecated Use `connection`: there is one event per connection. */
  get connections(): Connection[] {
    return [this.connection];
  }
}

/** The session is connected: the vendor's `SessionConnectEvent`. `connectionCreated` follows for each connection. */
export class SessionConnectEvent extends SessionEvent {
  declare readonly type: 'sessionConnected';
  /** @deprecated Always empty, as in the vendor's SDK. Listen for `connectionCreated`, or use `session.connections`. */
  readonly connections: Connection[] = [];

  constructor(target: Session) {
    super('sessionConnected', target);
  }
}

/**
 * The client left or was removed, or the connection was lost: the vendor's `SessionDisconnectEvent`.
 *
 * Default action, if the event is cancelable: connect again (see `Session.reconnect`).
 */
export class SessionDisconnectEvent extends SessionEvent {
  declare readonly type: 'sessionDisconnected';
  /** Why the connection ended. */
  readonly reason: DisconnectReason;

  constructor(target: Session, reason: DisconnectReason, cancelable: boolean) {
    super('sessionDisconnected', target, cancelable);
    this.reason = reason;
  }
}

/** An attempt to connect failed. Default action: the error is logged to the console. */
export class SessionErrorEvent extends SessionEvent {
  declare readonly type: 'error';
  /** Why the attempt failed. */
  readonly error: SessionError;

  constructor(target: Session, error: SessionError) {
    super('error', target, true);
    this.error = error;
  }
}

/** The events of a `Session` by type. */
export interface SessionEventMap {
  connectionCreated: ConnectionEvent;
  connectionDestroyed: ConnectionEvent;
  sessionConnected: SessionConnectEvent;
  sessionDisconnected: SessionDisconnectEvent;
  sessionReconnecting: SessionEvent;
  sessionReconnected: SessionEvent;
  connectionCountChange: SessionEvent;
  /** `Session.state` or `Session.error` changed. Not the vendor's; dispatched before the event that explains the change. */
  stateChange: SessionEvent;
  error: SessionErrorEvent;
}
