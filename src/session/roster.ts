import type {Connection} from '../values/connection.js';

const {prototype} = Map;

function refuse(): never {
  throw new TypeError('A roster is read-only: use session.count(), uncount() or forceDisconnect().');
}

/** Makes a map of connections by id. Whoever holds it can read it, live; only this module's functions change it. */
export function createRoster(): ReadonlyMap<string, Connection> {
  return Object.assign(new Map<string, Connection>(), {set: refuse, delete: refuse, clear: refuse});
}

export function addTo(roster: ReadonlyMap<string, Connection>, connection: Connection): void {
  prototype.set.call(roster, connection.connectionId, connection);
}

export function deleteFrom(roster: ReadonlyMap<string, Connection>, connectionId: string): void {
  prototype.delete.call(roster, connectionId);
}

export function clear(roster: ReadonlyMap<string, Connection>): void {
  prototype.clear.call(roster);
}
