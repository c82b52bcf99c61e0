import type {DisconnectReason} from '../engines/engine.js';
import type {Connection} from '../values/connection.js';
import {createMapView} from '../values/map-view.js';
import type {ConnectionEvent} from './session-events.js';

/** Dispatches an event for a connection that was created or destroyed; its default action is `include()` or `exclude()`. */
type Announce = (type: ConnectionEvent['type'], connection: Connection, reason?: DisconnectReason) => void;

/**
 * The connections in the session, and which of them are counted.
 *
 * The connections change before any listener runs; which of them are counted is up to the events' default actions.
 */
export class SessionRoster {
  readonly #connections = new Map<string, Connection>();
  readonly #counted = new Map<string, Connection>();
  readonly connections: ReadonlyMap<string, Connection> = createMapView(this.#connections);
  readonly counted: ReadonlyMap<string, Connection> = createMapView(this.#counted);
  /** How many connections the engine reports, if it reports only that; otherwise NaN. */
  engineCount = NaN;
  readonly #announce: Announce;
  /** Whether `#counted` is complete. Until then, `count` is `engineCount`. */
  #isCountKnown = false;
  /** The initial connections that are still to be announced, the next one last. */
  #unannounced: Connection[] = [];

  constructor(announce: Announce) {
    this.#announce = announce;
  }

  /** How many connections are counted; NaN when that is unknown. */
  get count(): number {
    return this.#isCountKnown ? this.#counted.size : this.engineCount;
  }

  /** Adds the initial connections; `announceAll()` follows. */
  fill(connections: Iterable<Connection>): void {
    for (const connection of connections) {
      this.#connections.set(connection.connectionId, connection);
      this.#unannounced.push(connection);
    }
    this.#unannounced.reverse();
  }

  /** Announces the initial connections. Stops when a listener leaves the session. */
  announceAll(): void {
    // a listener may empty this, or remove a connection from it
    for (let next = this.#unannounced.pop(); next; next = this.#unannounced.pop())
      this.#announce('connectionCreated', next);
    // any number before this point would be incomplete
    this.#isCountKnown = this.#connections.size > 0;
  }

  /** Adds a connection. Duplicate notifications are ignored. */
  add(connection: Connection): void {
    if (this.#connections.has(connection.connectionId)) return;
    this.#connections.set(connection.connectionId, connection);
    this.#announce('connectionCreated', connection);
  }

  /** Removes a connection. Unknown ones are ignored. */
  remove({connectionId}: Connection, reason: DisconnectReason): void {
    const connection = this.#connections.get(connectionId);
    if (!connection) return;
    this.#connections.delete(connectionId);
    // one that left before it was announced is never announced
    const index = this.#unannounced.indexOf(connection);
    if (index >= 0) {
      this.#unannounced.splice(index, 1);
      return;
    }
    this.#announce('connectionDestroyed', connection, reason);
  }

  include(connection: Connection): void {
    this.#counted.set(connection.connectionId, connection);
  }

  /** Stops counting a connection, whether or not it is still in the session. */
  exclude(connectionId: string): void {
    this.#counted.delete(connectionId);
  }

  /** Removes all connections, without announcing that. */
  clear(): void {
    this.#isCountKnown = false;
    this.engineCount = NaN;
    this.#unannounced = [];
    this.#connections.clear();
    this.#counted.clear();
  }
}
