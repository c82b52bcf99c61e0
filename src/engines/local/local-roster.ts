import type {Connection} from '../../values/connection.js';
import type {EngineObserver} from '../engine.js';
import {queueTask} from '../../scheduling/queue-task.js';
import {startTimer} from '../../scheduling/timer.js';
import {type LocalReason, MAX_DEPARTURES} from './local-messages.js';

/** The connections that one member knows, and those that have departed. */
export interface LocalRoster {
  readonly connections: ReadonlyMap<string, Connection>;
  /** Notified of each change once, from the time when it is set. */
  observer: EngineObserver | undefined;
  /** Adds a connection. Returns whether it was new. */
  readonly add: (connection: Connection) => boolean;
  /**
   * Records a departure, with its reason or, if that is not known yet, null. Returns whether this is the reason of a departure
   * that was recorded without one.
   */
  readonly remove: (id: string, reason: LocalReason | null) => boolean;
  /** The ids of the connections without a recorded departure. Live. */
  readonly presentIds: ReadonlySet<string>;
  /** The reason of a departure; null if no message reported it, even if the connection is reported as lost. */
  readonly reasonOf: (id: string) => LocalReason | null;
  /** Returns whether the reason of a departure is known and has not been sent as an answer, and marks it as sent. */
  readonly claimAnswer: (id: string) => boolean;
  /** The ids of the members that departed after a time, by `performance.now()`. */
  readonly departedSince: (since: number) => string[];
  /** Forgets the departures before a time, by `performance.now()`. */
  readonly forgetBefore: (end: number) => void;
  /** A text that is equal for the same set of present ids, in whatever order. */
  readonly digest: () => string;
}

/**
 * Creates a roster, which notifies its observer of each change once, even of those that are reported late or twice.
 *
 * @param grace how long to wait for the reason of a departure, in milliseconds
 * @param lifetime when it is aborted, the roster no longer changes
 */
export function createLocalRoster(grace: number, lifetime: AbortSignal): LocalRoster {
  const connections = new Map<string, Connection>();
  const presentIds = new Set<string>();
  /** The exclusive or of the hashes of these ids. */
  let hash = 0;
  // ids are never reused, so a connection that has departed is not added again
  const departed = new Map<string, {readonly reason: LocalReason | null; readonly time: number; isSent?: boolean}>();

  const roster: LocalRoster = {
    connections,
    observer: undefined,
    presentIds,
    add(connection) {
      const {connectionId} = connection;
      if (lifetime.aborted || connections.has(connectionId) || departed.has(connectionId)) return false;
      connections.set(connectionId, connection);
      presentIds.add(connectionId);
      hash ^= fnv1a(connectionId);
      roster.observer?.connectionCreated(connection);
      return true;
    },
    remove(id, reason) {
      const known = departed.get(id);
      if (lifetime.aborted || (known && (known.reason ?? !reason))) return false;
      departed.set(id, {reason, time: performance.now()});
      // the first one is the oldest
      const [oldest = id] = departed.keys();
      if (departed.size > MAX_DEPARTURES) departed.delete(oldest);
      if (presentIds.delete(id)) hash ^= fnv1a(id);
      const connection = connections.get(id);
      if (!connection) return !!known;
      if (!reason)
        // a goodbye may arrive after the lock was released: by up to 20 ms, as measured
        startTimer(grace, lifetime, () => {
          // and it may have arrived while this page was busy
          queueTask(() => {
            roster.remove(id, 'networkDisconnected');
          });
        });
      else {
        connections.delete(id);
        roster.observer?.connectionDestroyed(connection, reason);
      }
      return !!known;
    },
    reasonOf(id) {
      const {reason = null} = departed.get(id) ?? {};
      return reason === 'networkDisconnected' ? null : reason;
    },
    claimAnswer(id) {
      const departure = departed.get(id);
      if (!departure || departure.isSent || !roster.reasonOf(id)) return false;
      // one answer is enough: a member that asks has seen the lock free; one that saw it held was listening before that
      return (departure.isSent = true);
    },
    departedSince: (since) => [...departed].filter(([, {time}]) => time > since).map(([id]) => id),
    forgetBefore(end) {
      for (const [id, {time}] of departed) if (time < end) departed.delete(id);
    },
    digest: () => `${presentIds.size} ${hash}`,
  };
  return roster;
}

/** @see http://www.isthe.com/chongo/tech/comp/fnv/ */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
