import type {Connection} from '../../values/connection.js';
import type {EngineObserver} from '../engine.js';
import {startTimer} from '../../scheduling/timer.js';
import {queueTask} from '../../scheduling/queue-task.js';
import type {LocalReason} from './local-messages.js';

/** Who is here as far as one member knows, and who is not any more. */
export interface LocalRoster {
  readonly connections: ReadonlyMap<string, Connection>;
  /** Told of each change once, from when it is set. */
  observer: EngineObserver | undefined;
  /** Somebody is here. Returns whether that is news. */
  readonly add: (connection: Connection) => boolean;
  /**
   * Somebody is gone, for a reason or, if that is null, we don't know yet why. Returns whether this is the reason of a
   * departure that we knew already.
   */
  readonly remove: (id: string, reason: LocalReason | null) => boolean;
  /** The ids of all who are here and of whom we don't know yet that they are gone. */
  readonly here: () => string[];
  /** Why somebody is gone; null if we don't know, or only take it for lost since nobody told us. */
  readonly reasonOf: (id: string) => LocalReason | null;
  /** Somebody asks why somebody is gone. Returns whether we know and have not answered yet. */
  readonly owes: (id: string) => boolean;
  /** The ids of all who have gone since then, by `performance.now()`. */
  readonly goneSince: (since: number) => string[];
  /** Forgets who has gone before then. */
  readonly forgetBefore: (end: number) => void;
  /** The same text for all who know the same connections, in whatever order. */
  readonly digest: () => string;
}

/**
 * Makes a roster that tells each change once, whatever it hears late or twice.
 *
 * @param grace how long a reason may come after the departure itself, in milliseconds
 * @param life aborted when nothing may change any more
 */
export function createRoster(grace: number, life: AbortSignal): LocalRoster {
  const connections = new Map<string, Connection>();
  // whoever is gone stays so: an id never comes back, so whatever is heard of it later is old
  const gone = new Map<string, {readonly reason: LocalReason | null; readonly time: number; told?: boolean}>();

  const roster: LocalRoster = {
    connections,
    observer: undefined,
    add(connection) {
      const {connectionId} = connection;
      if (life.aborted || connections.has(connectionId) || gone.has(connectionId)) return false;
      connections.set(connectionId, connection);
      roster.observer?.connectionCreated(connection);
      return true;
    },
    remove(id, reason) {
      const known = gone.get(id);
      if (life.aborted || (known && (known.reason ?? !reason))) return false;
      gone.set(id, {reason, time: performance.now()});
      const connection = connections.get(id);
      if (!reason)
        // its own word may come when its lock is free already, by up to 20 ms as measured: without one, it could not speak
        startTimer(grace, life, () => {
          // it may have come while this page was busy
          queueTask(() => {
            roster.remove(id, 'networkDisconnected');
          });
        });
      else if (connection) {
        connections.delete(id);
        roster.observer?.connectionDestroyed(connection, reason);
      }
      return !!known;
    },
    reasonOf(id) {
      const {reason = null} = gone.get(id) ?? {};
      return reason === 'networkDisconnected' ? null : reason;
    },
    here: () => [...connections.keys()].filter((id) => !gone.has(id)),
    owes(id) {
      const departure = gone.get(id);
      if (!departure || departure.told || !roster.reasonOf(id)) return false;
      // Whoever asks saw the lock free, and whoever takes it for held has listened since before: one answer reaches them all.
      return (departure.told = true);
    },
    goneSince: (since) => [...gone].filter(([, {time}]) => time > since).map(([id]) => id),
    forgetBefore(end) {
      for (const [id, {time}] of gone) if (time < end) gone.delete(id);
    },
    digest() {
      const here = roster.here();
      return `${here.length} ${here.reduce((mix, id) => mix ^ fnv1a(id), 0)}`;
    },
  };
  return roster;
}

/** http://www.isthe.com/chongo/tech/comp/fnv/ */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
