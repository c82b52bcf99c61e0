import type {Connection} from '../../values/connection.js';
import {startTimer} from '../../scheduling/timer.js';
import {queueTask} from '../../scheduling/queue-task.js';
import {unclobbered} from '../../dom/unclobbered.js';
import {leaderLock, memberLocks} from './local-locks.js';
import type {LocalMember} from './local-member.js';

/** The role of one member in the leadership of a session. */
export interface LocalLeader {
  /** Requests the leader's lock, and from then on checks that the leader is responsive. */
  readonly start: () => void;
  /** Posts departures and their known reasons: as the leader's announcement or, without a digest, as a question or an answer. */
  readonly post: (departed: readonly string[], isWithoutDigest?: boolean) => void;
  /** Whether this member is the leader. */
  readonly isLeading: () => boolean;
  /** Records that the leader is responsive. */
  readonly noteAnnouncement: () => void;
  /** If this member is the leader, requests the connection's lock, which is granted when that departs. */
  readonly awaitRelease: (connection: Connection) => void;
  /** Handles that a member's lock was found to be free. */
  readonly handleRelease: (id: string) => void;
}

/**
 * Creates one member's role in the leadership of a session. The leader holds the leader's lock, requests the locks of all other
 * members, and announces departures, so that no other member has to request all locks. The others have requested the leader's
 * lock, so that the next one is the leader as soon as the current one departs, for whatever reason.
 */
export function createLeader(member: LocalMember): LocalLeader {
  const {prefix, own, roster, timings, lifetime, ended} = member;
  /** Aborted when this member's term as the leader ends; undefined unless it is the leader. */
  let term: AbortController | undefined;
  /** The ids of members whose departure is about to be posted. */
  let released: string[] = [];
  let lastAnnouncement = performance.now();

  function requestLead(options: LockOptions): void {
    if (lifetime.aborted) return;
    const newTerm = new AbortController();
    navigator.locks
      .request(leaderLock(prefix), options, async () => {
        if (lifetime.aborted) return;
        term = newTerm;
        lifetime.addEventListener('abort', () => {
          newTerm.abort();
        });
        roster.connections.forEach(awaitRelease);
        // the previous leader may not have announced these
        post(roster.departedSince(performance.now() - 5 * timings.settle));
        await ended;
      })
      .catch(() => {
        newTerm.abort();
        if (term !== newTerm) return member.reconcile();
        // another member stole the lock while this page was unresponsive: request it again, unless this page had stolen it and so
        // its first request is still pending
        term = undefined;
        if (!options.steal) requestLead(options);
        return undefined;
      });
  }

  function post(departed: readonly string[], isWithoutDigest?: boolean): void {
    member.broadcast({
      gone: departed.map((id) => [id, roster.reasonOf(id)]),
      digest: isWithoutDigest ? undefined : roster.digest(),
    });
  }

  function awaitRelease(connection: Connection): void {
    const signal = term?.signal;
    if (!signal || connection === own) return;
    // in shared mode, since an exclusive lock would be a membership
    navigator.locks
      .request(memberLocks(prefix, connection)[0], {mode: 'shared', signal}, () => {
        handleRelease(connection.connectionId);
      })
      .catch(() => (signal.aborted ? undefined : member.reconcile()));
  }

  function handleRelease(id: string): void {
    // the leader should announce it; if it does not, this member asks for the reason
    if (!term)
      startTimer(timings.grace, lifetime, () => {
        if (roster.presentIds.has(id)) reportRelease(id);
      });
    else reportRelease(id);
  }

  function reportRelease(id: string): void {
    member.handleDeparture(id, null);
    // Announced even if the departed member has said goodbye: a newcomer may have started to listen after that message, and
    // queried the locks before this one was released. Departures in the same task, as when a process crashes, share a message.
    if (released.push(id) > 1) return;
    queueTask(() => {
      post(released, !term || released.some(joinedBeforeUs));
      released = [];
    });
  }

  /**
   * Whether a member joined before this one, which then may have missed its goodbye. Rare for the leader, since those that joined
   * before it have usually departed.
   */
  function joinedBeforeUs(id: string): boolean {
    return Number(roster.connections.get(id)?.creationTime) <= own.creationTime;
  }

  function noteAnnouncement(): void {
    lastAnnouncement = performance.now();
  }

  function startBeat(): void {
    const due = performance.now() + timings.beat;
    startTimer(timings.beat, lifetime, () => {
      // after being frozen or hung, this page may have announcements still to receive
      if (performance.now() - due > timings.beat) noteAnnouncement();
      roster.forgetBefore(performance.now() - 60 * timings.beat);
      // the digest must be up to date
      if (term)
        void member.reconcile().then(() => {
          if (term) post([]);
        });
      // The leader is frozen or hung. Hidden pages, whose timers are throttled, do not decide that. This affects only who is the
      // leader, never who is a member.
      else if (
        performance.now() - lastAnnouncement > timings.beat * (2.5 + Math.random()) &&
        (typeof document === 'undefined' || !unclobbered(document).hidden)
      ) {
        noteAnnouncement();
        requestLead({steal: true});
      }
      startBeat();
    });
  }

  return {
    start() {
      requestLead({signal: lifetime});
      startBeat();
    },
    isLeading: () => !!term,
    post,
    noteAnnouncement,
    awaitRelease,
    handleRelease,
  };
}
