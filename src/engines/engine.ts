import type {Connection} from '../values/connection.js';
import type {SessionConfig} from '../values/session-config.js';

/** Why a connection ended: the vendor's reasons, and any that a platform adds. */
export type DisconnectReason =
  'clientDisconnected' | 'forceDisconnected' | 'networkDisconnected' | 'mediaIdle' | 'serverRotation' | (string & {});

/** The vendor's `Capabilities`, as far as they concern connections: what the client's role allows, 1 or 0. */
export interface Capabilities {
  /** Whether the client may remove connections from the session. */
  readonly forceDisconnect: 0 | 1;
}

/** Receives what happens in a session. An engine calls it only after it was called itself, and before its signal is aborted. */
export interface EngineObserver {
  /**
   * The client has joined the session. Called once, before any other callback.
   *
   * @param own the client's own connection
   * @param roster all connections in the session, the client's own included, in the order in which to announce them; null if
   *   the platform does not report them
   */
  connected(own: Connection, roster: readonly Connection[] | null): void;
  /** Another client has joined: the vendor's `connectionCreated`. Never the client's own connection. */
  connectionCreated(connection: Connection): void;
  /**
   * The platform has reported how many connections are in the session; only after `connected()` with a null roster. Not to
   * be confused with `Session.countedConnections`, which the events' default actions decide.
   */
  counted(number: number): void;
  /** Another client that was announced has left: the vendor's `connectionDestroyed`. Never the client's own connection. */
  connectionDestroyed(connection: Connection, reason: DisconnectReason): void;
  /** The transport was lost, and the engine is trying to resume it; meanwhile the roster may be out of date. */
  reconnecting(): void;
  /** The transport was resumed. Connections that were created or destroyed in the meantime are reported afterwards. */
  reconnected(): void;
  /** The session has ended, without the signal being aborted. Called once, as the last callback. */
  disconnected(reason: DisconnectReason): void;
}

/** What an engine resolves with when it has joined a session. To leave the session, abort the signal. */
export interface EngineHandle {
  /** What the client's role allows; may change while connected. */
  readonly capabilities: Capabilities;
  /**
   * Removes a connection from the session, possibly the client's own. Resolves when the transport has accepted the request; the
   * removal itself is reported to the observer.
   *
   * @throws {SessionError} `permission-denied` if the role does not allow it, `unknown-connection`, `not-connected`; or another
   *   code, depending on the transport
   */
  forceDisconnect(connection: Connection): Promise<void>;
}

/**
 * Joins a session over one kind of transport.
 *
 * Resolves after `observer.connected()`. If it cannot join, it rejects with a `SessionError` and has called no callback. When
 * the signal is aborted, at any time, it leaves the session as by the vendor's `disconnect()`, and stops everything that it
 * started; if it has not resolved yet, it rejects with the signal's reason.
 */
export type Engine = (config: SessionConfig, observer: EngineObserver, signal: AbortSignal) => Promise<EngineHandle>;
