import {startTimer} from '../../scheduling/timer.js';
import type {Connection} from '../../values/connection.js';

/** The minimum time between two counts, in milliseconds, since thousands of connections may be created one by one. */
const PAUSE = 50;

/** Returns a field of a connection's data, if there is one. */
type Fields = (key: string) => unknown;

/** The fields of each connection's data, which never changes. */
const fieldsByConnection = new WeakMap<Connection, Fields>();

/**
 * The number of people who have these connections.
 *
 * @param key the field of the connections' data that identifies a person; empty for all of the data. A connection without
 *   it counts as a separate person: an overcount is better than treating strangers as one person.
 */
export function countPeople(connections: Iterable<Connection>, key: string): number {
  const people = new Set<string>();
  let unnamed = 0;
  for (const connection of connections) {
    const person = key === '' ? connection.data : fieldsOf(connection)(key);
    // servers may write an id as 7 or "7"; a number that is not safe was rounded, and may stand for several ids
    if ((typeof person === 'string' && person !== '') || Number.isSafeInteger(person)) people.add(String(person));
    else unnamed++;
  }
  return people.size + unnamed;
}

function fieldsOf(connection: Connection): Fields {
  let fields = fieldsByConnection.get(connection);
  if (!fields) {
    fields = read(connection.data);
    fieldsByConnection.set(connection, fields);
  }
  return fields;
}

/** Reads data that is a JSON object, or form-encoded. */
function read(data: string): Fields {
  try {
    const value: unknown = JSON.parse(data);
    if (typeof value === 'object' && value !== null) {
      // a key may be the name of an inherited property
      return (key) => (Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined);
    }
  } catch {
    // usually form-encoded
  }
  const form = new URLSearchParams(data);
  return (key) => form.get(key);
}

/** Counts the people in a session. Not on each change, since each count iterates over all connections. */
export class PeopleTally {
  readonly #changed: () => void;
  readonly #signal: AbortSignal;
  #last = NaN;
  #counted: ReadonlyMap<string, Connection> | undefined;
  #key = '';
  #isPausing = false;
  #isAsked = false;

  /** @param changed called when it is time to count again */
  constructor(changed: () => void, signal: AbortSignal) {
    this.#changed = changed;
    this.#signal = signal;
  }

  /**
   * The number or, during a pause, the previous one, unless that was another session's. Unknown if the number of connections
   * is.
   */
  count(connectionCount: number, counted: ReadonlyMap<string, Connection>, key: string): number {
    if (Number.isNaN(connectionCount)) return (this.#last = NaN);
    const isSame = counted === this.#counted && key === this.#key && !Number.isNaN(this.#last);
    if (this.#isPausing && isSame) {
      this.#isAsked = true;
      return this.#last;
    }
    this.#counted = counted;
    this.#key = key;
    this.#pause();
    return (this.#last = countPeople(counted.values(), key));
  }

  #pause(): void {
    if (this.#isPausing) return;
    this.#isPausing = true;
    startTimer(PAUSE, this.#signal, () => {
      this.#isPausing = false;
      if (!this.#isAsked) return;
      this.#isAsked = false;
      this.#changed();
    });
  }
}
