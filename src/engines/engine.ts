import type {Connection} from '../values/connection.js';
import type {SessionConfig} from '../values/session-config.js';

/** Why a connection ended: the vendor's reasons, and whatever a platform says next. */
export type DisconnectReason =
  'clientDisconnected' | 'forceDisconnected' | 'networkDisconnected' | 'mediaIdle' | 'serverRotation' | (string & {});

/** What the connection's role allows, 1 or 0: the vendor's `Capabilities`, as far as it is about connections. */
export interface Capabilities {
  readonly forceDisconnect: 0 | 1;
}

/** Whom an engine tells what happens in the session. Nothing is told before the engine is called or after its signal aborts. */
export interface EngineObserver {
  /**
   * We are in the session. Called once, before anything else.
   *
   * @param own our own connection
   * @param roster everyone there, own included, in the order to announce them; null when the platform does not tell
   */
  connected(own: Connection, roster: readonly Connection[] | null): void;
  /** Somebody came. Never ourselves. */
  connectionCreated(connection: Connection): void;
  /** How many are in the session, where the platform tells that and not who: after `connected()` with null. */
  counted(number: number): void;
  /** Somebody who was announced left. Never ourselves. */
  connectionDestroyed(connection: Connection, reason: DisconnectReason): void;
  /** The engine lost its transport and tries by itself to resume; the roster may be out of date. */
  reconnecting(): void;
  /** The engine resumed. Whoever came or left meanwhile is told after this, as any other. */
  reconnected(): void;
  /** We are out of the session and not because the signal was aborted. Called once, after which nothing follows. */
  disconnected(reason: DisconnectReason): void;
}

/** What can be done in a session that an engine has joined. To leave it, abort the signal. */
export interface EngineHandle {
  readonly capabilities: Capabilities;
  /**
   * Removes somebody, or ourselves. Resolves when the transport took the order; that it happened is told to the observer.
   *
   * @throws {SessionError} `permission-denied`, or what the transport says
   */
  forceDisconnect(connection: Connection): Promise<void>;
}

/**
 * Joins a session over one kind of transport. A function, so that a fake is one too.
 *
 * Resolves after `observer.connected()`, rejects with a `SessionError` when it cannot join, and then has told the observer
 * nothing. Aborting the signal, at any time, leaves the session as by the vendor's `disconnect()` and leaves nothing
 * running; if the engine has not resolved by then, it rejects with the signal's reason.
 */
export type Engine = (config: SessionConfig, observer: EngineObserver, signal: AbortSignal) => Promise<EngineHandle>;
