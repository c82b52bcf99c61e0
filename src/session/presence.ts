import type {DisconnectReason} from '../engines/engine.js';
import type {Connection} from './connection.js';
import {Roster, empty, enter, strike} from './roster.js';

/** Tells the listeners that somebody came or left. Returns whether the default action may follow. */
export type Announce = (
  type: 'connectionCreated' | 'connectionDestroyed',
  connection: Connection,
  reason?: DisconnectReason,
) => boolean;

/**
 * Who is there, and who of them is counted.
 *
 * The first is a fact, and true before any listener runs; the second is what the events' default actions made of it.
 */
export class Presence {
  readonly connections = new Roster();
  readonly counted = new Roster();
  readonly #announce: Announce;
  /** Whether there is a roster at all: without one the count is unknown, which is not 0. */
  #known = false;
  /** At the join: those in the roster whose turn to be announced has not come. */
  readonly #unannounced = new Set<string>();

  constructor(announce: Announce) {
    this.#announce = announce;
  }

  /** How many are counted; NaN when that is unknown. */
  get count(): number {
    return this.#known ? this.counted.size : NaN;
  }

  /** The fact of the join; `announceAll` follows. */
  fill(roster: Iterable<Connection>): void {
    this.empty();
    this.#known = true;
    for (const connection of roster) {
      enter(this.connections, connection);
      this.#unannounced.add(connection.connectionId);
    }
  }

  /** Announces everyone who is there, and counts them. Stops when a listener leaves the session. */
  announceAll(): void {
    for (const connection of this.connections.values()) {
      // a listener may have emptied the roster, or somebody may have come and been announced meanwhile
      if (this.#unannounced.delete(connection.connectionId)) this.#created(connection);
    }
  }

  /** @returns {boolean} whether this was news */
  add(connection: Connection): boolean {
    if (this.connections.has(connection.connectionId)) return false;
    enter(this.connections, connection);
    this.#created(connection);
    return true;
  }

  /** @returns {boolean} whether this was news */
  remove({connectionId}: Connection, reason: DisconnectReason): boolean {
    const connection = this.connections.get(connectionId);
    if (!connection) return false;
    strike(this.connections, connectionId);
    // gone before its turn to be announced: as if it had never been there
    if (this.#unannounced.delete(connectionId)) return false;
    if (this.#announce('connectionDestroyed', connection, reason)) strike(this.counted, connectionId);
    return true;
  }

  /** Counts somebody who is there. */
  include(connection: Connection): void {
    if (this.connections.get(connection.connectionId) === connection) enter(this.counted, connection);
  }

  /** Counts somebody no longer, there or not. */
  exclude(connection: Connection): void {
    strike(this.counted, connection.connectionId);
  }

  /** Forgets everyone. */
  empty(): void {
    this.#known = false;
    this.#unannounced.clear();
    empty(this.connections);
    empty(this.counted);
  }

  #created(connection: Connection): void {
    // the listener may have left, or removed this very one
    if (this.#announce('connectionCreated', connection)) this.include(connection);
  }
}
