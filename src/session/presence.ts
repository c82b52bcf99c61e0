import type {DisconnectReason} from '../engines/engine.js';
import type {Connection} from '../values/connection.js';
import {addTo, clear, createRoster, deleteFrom} from './roster.js';

/** Dispatches an event for a connection that was created or destroyed; its default action is `include()` or `exclude()`. */
export type Announce = (
  type: 'connectionCreated' | 'connectionDestroyed',
  connection: Connection,
  reason?: DisconnectReason,
) => void;

/**
 * Who is there, and who of them is counted.
 *
 * The first is a fact, and true before any listener runs; the second is what the events' default actions made of it.
 */
export class Presence {
  readonly connections = createRoster();
  readonly counted = createRoster();
  /** How many are there, where that is all that is known; else NaN. */
  number = NaN;
  readonly #announce: Announce;
  /** Whether everyone was announced: until then, and without a roster, the count is unknown, which is not 0. */
  #known = false;
  /** At the join: those in the roster whose turn to be announced has not come, the next one last. */
  #unannounced: Connection[] = [];

  constructor(announce: Announce) {
    this.#announce = announce;
  }

  /** How many are counted; NaN when that is unknown. */
  get count(): number {
    return this.#known ? this.counted.size : this.number;
  }

  /** The fact of the join; `announceAll` follows. */
  fill(roster: Iterable<Connection>): void {
    for (const connection of roster) {
      addTo(this.connections, connection);
      this.#unannounced.push(connection);
    }
    this.#unannounced.reverse();
  }

  /** Announces everyone who is there. Stops when a listener leaves the session. */
  announceAll(): void {
    // a listener may empty this, or take one away
    for (let next = this.#unannounced.pop(); next; next = this.#unannounced.pop())
      this.#announce('connectionCreated', next);
    // a number on the way there would be a wrong one
    this.#known = this.connections.size > 0;
  }

  /** A connection was created; reported twice, it counts once. */
  add(connection: Connection): void {
    if (this.connections.has(connection.connectionId)) return;
    addTo(this.connections, connection);
    this.#announce('connectionCreated', connection);
  }

  /** Somebody left; an unknown one is nobody. */
  remove({connectionId}: Connection, reason: DisconnectReason): void {
    const connection = this.connections.get(connectionId);
    if (!connection) return;
    deleteFrom(this.connections, connectionId);
    // gone before its turn to be announced: as if it had never been there
    const turn = this.#unannounced.indexOf(connection);
    if (turn >= 0) {
      this.#unannounced.splice(turn, 1);
      return;
    }
    this.#announce('connectionDestroyed', connection, reason);
  }

  /** Counts a connection. */
  include(connection: Connection): void {
    addTo(this.counted, connection);
  }

  /** Counts somebody no longer, there or not. */
  exclude(connectionId: string): void {
    deleteFrom(this.counted, connectionId);
  }

  /** Forgets everyone. */
  empty(): void {
    this.#known = false;
    this.number = NaN;
    this.#unannounced = [];
    clear(this.connections);
    clear(this.counted);
  }
}
