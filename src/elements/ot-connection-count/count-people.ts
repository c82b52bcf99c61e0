import {startTimer} from '../../scheduling/timer.js';
import type {Connection} from '../../values/connection.js';

/** For this long after a count, in milliseconds, there is no other: thousands may come one by one. */
const PAUSE = 50;

/** Gives a field of a connection's data, if it has it. */
type Fields = (key: string) => unknown;

/** What each connection's data says, which never changes. */
const known = new WeakMap<Connection, Fields>();

/**
 * How many persons these connections are.
 *
 * @param key the field of the connections' data that identifies a person; empty for all of the data. Who has
 *   nothing there is a person of their own: better one too many than strangers taken for one.
 */
export function countPeople(connections: Iterable<Connection>, key: string): number {
  const persons = new Set<string>();
  let unnamed = 0;
  for (const connection of connections) {
    const person = key === '' ? connection.data : fieldsOf(connection)(key);
    // servers differ in whether an id is 7 or "7"; a large number has been rounded, and may be another one's as well
    if ((typeof person === 'string' && person !== '') || Number.isSafeInteger(person)) persons.add(String(person));
    else unnamed++;
  }
  return persons.size + unnamed;
}

function fieldsOf(connection: Connection): Fields {
  let fields = known.get(connection);
  if (!fields) {
    fields = read(connection.data);
    known.set(connection, fields);
  }
  return fields;
}

/** Data is a JSON object, or `a=b&c=d`; other text has no fields, or but empty ones. */
function read(data: string): Fields {
  try {
    const value: unknown = JSON.parse(data);
    if (typeof value === 'object' && value !== null) {
      // a key may be called as what every object inherits
      return (key) => (Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined);
    }
  } catch {
    // the other form, as a rule
  }
  const form = new URLSearchParams(data);
  return (key) => form.get(key);
}

/** Counts the persons in a session, not for each change, since each count goes through all connections. */
export class PeopleTally {
  readonly #changed: () => void;
  readonly #signal: AbortSignal;
  #last = NaN;
  #counted: ReadonlyMap<string, Connection> | undefined;
  #key = '';
  #isPausing = false;
  #isAsked = false;

  /** @param changed called when, after a pause, it is time to count again */
  constructor(changed: () => void, signal: AbortSignal) {
    this.#changed = changed;
    this.#signal = signal;
  }

  /**
   * The number, or for the length of a pause the one before. It is unknown as soon as that of the connections is, and never
   * that of another session.
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
