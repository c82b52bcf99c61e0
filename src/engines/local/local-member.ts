import type {Connection} from '../../values/connection.js';
import {SessionError} from '../../values/session-error.js';
import type {EngineObserver} from '../engine.js';
import {startTimer} from '../../scheduling/timer.js';
import {createLeader} from './local-leader.js';
import {heldConnections, memberLocks} from './local-locks.js';
import {readMessage, type LocalMessage, type LocalReason} from './local-messages.js';
import {observePage} from './local-page.js';
import {createLocalRoster, type LocalRoster} from './local-roster.js';
import type {LocalTimings} from './local-timings.js';

/** The client's own membership of a session. */
export interface LocalMember {
  /** The prefix of the names of the session's locks. */
  readonly prefix: string;
  readonly own: Connection;
  readonly timings: LocalTimings;
  readonly roster: LocalRoster;
  /** Aborted when the membership ends, for whatever reason. */
  readonly lifetime: AbortSignal;
  /** Resolves when the membership ends. */
  readonly ended: Promise<void>;
  /** Posts a message to all other members. */
  readonly broadcast: (message: LocalMessage) => void;
  /** Queries the locks, and updates the roster accordingly. */
  readonly reconcile: () => Promise<void>;
  /**
   * Handles the departure of a member, possibly this one; the reason is null while it is unknown. Returns whether this is the
   * reason of a departure that was known already.
   */
  readonly handleDeparture: (id: string, reason: LocalReason | null) => boolean;
  /** @throws the browser's own error, or the reason why the membership ended */
  readonly join: () => Promise<void>;
  /** Leaves, as by the vendor's `disconnect()`. */
  readonly leave: () => void;
  /**
   * Removes a member, possibly this one, by stealing its lock; so this works even if its page is frozen or hung.
   *
   * @throws {SessionError} `not-connected`, `unknown-connection`
   * @throws the browser's own error
   */
  readonly remove: (id: string) => Promise<void>;
}

/**
 * Creates a membership, which consists in holding a lock. The locks decide who is a member; messages only report changes sooner,
 * and the reasons of departures.
 *
 * @param signal when it is aborted, the observer is no longer called
 */
export function createMember(
  prefix: string,
  own: Connection,
  observer: EngineObserver,
  timings: LocalTimings,
  signal: AbortSignal,
): LocalMember {
  const controller = new AbortController();
  const lifetime = controller.signal;
  const ended = new Promise<void>((resolve) => {
    lifetime.addEventListener('abort', () => {
      resolve();
    });
  });
  const channel = new BroadcastChannel(prefix);
  const roster = createLocalRoster(timings.grace, lifetime);
  const goodbye: LocalMessage = {gone: [[own.connectionId, 'clientDisconnected']]};
  let isConnected = false;
  let isComparisonPending = false;
  /** The digest in the leader's last announcement. */
  let leaderDigest = '';

  const member: LocalMember = {
    prefix,
    own,
    timings,
    roster,
    lifetime,
    ended,
    broadcast,
    reconcile,
    handleDeparture,
    join,
    leave,
    remove,
  };
  const leader = createLeader(member);

  /**
   * Listens, acquires its lock, posts that, and queries the locks, in this order, so that of any two members each sees the other.
   * The member whose lock is granted second finds the other's lock. The first one finds the second's lock or, if it queried
   * before that was granted, receives its message, since it was listening by then.
   */
  async function join(): Promise<void> {
    channel.onmessage = ({data}) => {
      handleMessage(readMessage(data));
    };
    lifetime.addEventListener('abort', () => {
      channel.close();
    });
    observePage({sayGoodbye, hide: handlePagehide, resume: () => void reconcile()}, lifetime);
    roster.add(own);

    const [membership, ...rest] = memberLocks(prefix, own);
    await Promise.all(rest.map(hold));
    // queried once before posting, so that no other member is notified if the browser refuses to list locks
    await Promise.all([hold(membership), navigator.locks.query()]);
    lifetime.throwIfAborted();

    broadcast({here: own});
    const held = await heldConnections(prefix);
    lifetime.throwIfAborted();

    held.forEach(roster.add);
    const others = [...roster.connections.values()].filter((connection) => connection !== own);
    isConnected = true;
    observer.connected(own, [own, ...others.sort(compareAge)]);
    lifetime.throwIfAborted();

    roster.observer = observer;
    leader.start();
    // a message may be lost if the channel was not fully open
    startTimer(timings.settle, lifetime, () => void reconcile());
  }

  /** Acquires a lock, and holds it until the membership ends. Resolves when the lock is granted. */
  function hold(name: string): Promise<void> {
    return new Promise((resolve, reject: (error: Error) => void) => {
      navigator.locks
        .request(name, {signal: lifetime}, () => {
          resolve();
          return ended;
        })
        .catch((error: unknown) => {
          reject(error as Error);
          // after the lock was granted: a moderator stole it, and its message may not have been received yet
          end('forceDisconnected');
        });
    });
  }

  function broadcast(message: LocalMessage): void {
    if (!lifetime.aborted) channel.postMessage(message);
  }

  function handleMessage({here, gone = [], digest}: LocalMessage): void {
    if (here) add(here);
    const answers = gone.filter(([id, reason]) => {
      const isLateReason = handleDeparture(id, reason);
      // as the leader, which has announced the departure without the reason; or as an answer to a question
      return (reason ? isLateReason && leader.isLeading() : digest === undefined) && roster.claimAnswer(id);
    });
    if (answers.length)
      leader.post(
        answers.map(([id]) => id),
        true,
      );
    if (digest === undefined) return;
    leader.noteAnnouncement();
    leaderDigest = digest;
    if (isComparisonPending || leaderDigest === roster.digest()) return;
    // messages that explain the difference may be on their way; at a random time, so that members do not query all at once
    isComparisonPending = true;
    startTimer(200 + Math.random() * 10 * roster.connections.size, lifetime, () => {
      isComparisonPending = false;
      if (leaderDigest !== roster.digest()) void reconcile();
    });
  }

  async function reconcile(): Promise<void> {
    if (!isConnected || lifetime.aborted) return;
    // members that are added during the query may have joined after the locks were listed
    const known = roster.presentIds();
    try {
      const held = await heldConnections(prefix);
      held.forEach(add);
      for (const id of known) if (!held.has(id)) leader.handleRelease(id);
    } catch {
      // the browser has revoked access to locks, so this member's lock is lost too; the next attempt will report why
      end('networkDisconnected');
    }
  }

  function add(connection: Connection): void {
    if (roster.add(connection)) leader.awaitRelease(connection);
  }

  function handleDeparture(id: string, reason: LocalReason | null): boolean {
    if (id !== own.connectionId) return roster.remove(id, reason);
    // this member has not left by itself, so such a message is forged
    if (reason) end(reason === 'clientDisconnected' ? 'networkDisconnected' : reason);
    // this member's lock is free, and the message that a moderator stole it may be on its way
    else
      startTimer(timings.grace, lifetime, () => {
        end('networkDisconnected');
      });
    return false;
  }

  async function remove(id: string): Promise<void> {
    if (lifetime.aborted) throw new SessionError('not-connected', 'forceDisconnect() needs a connected session.');
    const connection = roster.connections.get(id);
    if (!connection) throw new SessionError('unknown-connection', `No connection "${id}" is in the session.`);
    broadcast({gone: [[id, 'forceDisconnected']]});
    handleDeparture(id, 'forceDisconnected');
    if (connection !== own)
      await navigator.locks.request(memberLocks(prefix, connection)[0], {steal: true}, () => undefined);
  }

  function leave(): void {
    sayGoodbye();
    controller.abort();
  }

  function sayGoodbye(): void {
    broadcast(goodbye);
  }

  function end(reason: LocalReason): void {
    if (lifetime.aborted) return;
    const code = reason === 'forceDisconnected' ? 'permission-denied' : 'connect-failed';
    controller.abort(new SessionError(code, `The session ended while joining (${reason}).`));
    if (isConnected) observer.disconnected(reason);
  }

  function handlePagehide(): void {
    // Chromium keeps the locks of a page in the back/forward cache, and evicts a page that receives messages. So the membership
    // ends, which is reported when the page is shown again.
    if (isConnected)
      addEventListener(
        'pageshow',
        ({persisted}) => {
          if (persisted) observer.disconnected('networkDisconnected');
        },
        {once: true, signal},
      );
    isConnected = false;
    end('networkDisconnected');
  }

  return member;
}

function compareAge(a: Connection, b: Connection): number {
  return a.creationTime - b.creationTime || (a.connectionId < b.connectionId ? -1 : 1);
}
