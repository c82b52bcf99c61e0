import type {Connection} from './connection.js';

/** Connections by id. Whoever holds it can read it, live; only `enter` and `strike` in this module change it. */
export class Roster extends Map<string, Connection> {
  /** @throws {TypeError} always: a roster says who is there, and saying does not make it so */
  override set(): never {
    throw new TypeError('A roster is read-only: use session.count() and session.uncount(), or forceDisconnect().');
  }

  /** @throws {TypeError} always */
  override delete(): never {
    return this.set();
  }

  /** @throws {TypeError} always */
  override clear(): never {
    return this.set();
  }
}

const {set, delete: remove, clear} = Map.prototype;

export function enter(roster: Roster, connection: Connection): void {
  set.call(roster, connection.connectionId, connection);
}

export function strike(roster: Roster, connectionId: string): boolean {
  return remove.call(roster, connectionId);
}

export function empty(roster: Roster): void {
  clear.call(roster);
}
