import type {Connection} from '../../values/connection.js';
import {SessionError} from '../../values/session-error.js';
import type {EngineObserver} from '../engine.js';
import {startTimer} from '../../scheduling/timer.js';
import {createLeader} from './local-leader.js';
import {heldConnections, memberLocks} from './local-locks.js';
import {readMessage, type LocalMessage, type LocalReason} from './local-messages.js';
import {followPage} from './local-page.js';
import {createRoster, type LocalRoster} from './local-roster.js';
import type {LocalTimings} from './local-timings.js';

/** Our own membership of a session. */
export interface LocalMember {
  /** What the names of the session's locks start with. */
  readonly prefix: string;
  readonly own: Connection;
  readonly timings: LocalTimings;
  readonly roster: LocalRoster;
  /** Aborted when our membership ends, in whatever way. */
  readonly life: AbortSignal;
  /** Resolves then. */
  readonly ended: Promise<void>;
  /** Tells all the others. */
  readonly post: (message: LocalMessage) => void;
  /** Compares what we know with the locks. */
  readonly look: () => Promise<void>;
  /** Somebody is gone, or we are; the reason is null if it is not known yet. Returns whether it comes later. */
  readonly departed: (id: string, reason: LocalReason | null) => boolean;
  /** @throws the browser's own error, or the reason why our life ended */
  readonly join: () => Promise<void>;
  /** Leaves, as by the vendor's `disconnect()`. */
  readonly leave: () => void;
  /**
   * Removes somebody, or ourselves. It works on a page that is frozen or hung too, since the lock is taken from it.
   *
   * @throws {SessionError} `not-connected`, `unknown-connection`; or the browser's own error
   */
  readonly remove: (id: string) => Promise<void>;
}

/**
 * Makes a membership, which is a lock that we hold. Who else is a member is seen by the locks; the channel only tells it
 * sooner, and says why somebody went.
 *
 * @param signal aborted when the observer must not be told anything any more
 */
export function createMember(
  prefix: string,
  own: Connection,
  observer: EngineObserver,
  timings: LocalTimings,
  signal: AbortSignal,
): LocalMember {
  const ending = new AbortController();
  const life = ending.signal;
  const ended = new Promise<void>((resolve) => {
    life.addEventListener('abort', () => {
      resolve();
    });
  });
  const channel = new BroadcastChannel(prefix);
  const roster = createRoster(timings.grace, life);
  const goodbye: LocalMessage = {gone: [[own.connectionId, 'clientDisconnected']]};
  let connected = false;
  let comparing = false;
  /** The digest of what the leader knew when it last spoke. */
  let said = '';

  const member: LocalMember = {prefix, own, timings, roster, life, ended, post, look, departed, join, leave, remove};
  const leader = createLeader(member);

  /**
   * Listens, holds its lock, says so and looks at the others', in this order. So any two see each other: the lock that is
   * granted first is seen by the other one's look, which comes after its own lock; and the other one is seen by the first
   * one's look or, if that was sooner, its word is heard, since the first one listens since before it had its lock.
   */
  async function join(): Promise<void> {
    channel.onmessage = ({data}) => {
      receive(readMessage(data));
    };
    life.addEventListener('abort', () => {
      channel.close();
    });
    followPage({speak: sayGoodbye, gone: pageGone, back: () => void look()}, life);
    roster.add(own);

    const [membership, ...rest] = memberLocks(prefix, own);
    await Promise.all(rest.map(hold));
    // where the browser refuses to list locks, nobody shall hear of us
    await Promise.all([hold(membership), navigator.locks.query()]);
    life.throwIfAborted();

    post({here: own});
    const held = await heldConnections(prefix);
    life.throwIfAborted();

    held.forEach(roster.add);
    const others = [...roster.connections.values()].filter((connection) => connection !== own);
    connected = true;
    observer.connected(own, [own, ...others.sort(byAge)]);
    life.throwIfAborted();

    roster.observer = observer;
    leader.start();
    // in case that a message was lost because our channel was not quite open
    startTimer(timings.settle, life, () => void look());
  }

  /** Resolves when the lock is granted. It is held as long as we live. */
  function hold(name: string): Promise<void> {
    return new Promise((granted, refused: (error: Error) => void) => {
      navigator.locks
        .request(name, {signal: life}, () => {
          granted();
          return ended;
        })
        .catch((error: unknown) => {
          refused(error as Error);
          // once it was granted: a moderator took it, and we may have been too busy to hear so
          end('forceDisconnected');
        });
    });
  }

  function post(message: LocalMessage): void {
    if (!life.aborted) channel.postMessage(message);
  }

  function receive({here, gone = [], digest}: LocalMessage): void {
    if (here) add(here);
    const owed = gone.filter(([id, reason]) => {
      const isLate = departed(id, reason);
      // as the leader we have said that it is gone, but not why; or somebody asks
      return (reason ? isLate && leader.leads() : digest === undefined) && roster.owes(id);
    });
    if (owed.length)
      leader.say(
        owed.map(([id]) => id),
        true,
      );
    if (digest === undefined) return;
    leader.heard();
    said = digest;
    if (comparing || said === roster.digest()) return;
    // look, if in a while we still don't know the same; at a random time, lest all look at once
    comparing = true;
    startTimer(200 + Math.random() * 10 * roster.connections.size, life, () => {
      comparing = false;
      if (said !== roster.digest()) void look();
    });
  }

  async function look(): Promise<void> {
    if (!connected || life.aborted) return;
    // only who was known before can be missing: the others may have come after the locks were listed
    const known = roster.here();
    try {
      const held = await heldConnections(prefix);
      held.forEach(add);
      for (const id of known) if (!held.has(id)) leader.free(id);
    } catch {
      // the browser does not let us use locks any more, so ours is lost too; the next attempt will tell why
      end('networkDisconnected');
    }
  }

  function add(connection: Connection): void {
    if (roster.add(connection)) leader.watch(connection);
  }

  function departed(id: string, reason: LocalReason | null): boolean {
    if (id !== own.connectionId) return roster.remove(id, reason);
    // that we left by ourselves we would know
    if (reason) end(reason === 'clientDisconnected' ? 'networkDisconnected' : reason);
    // our lock is free, and whether a moderator took it is not known yet
    else
      startTimer(timings.grace, life, () => {
        end('networkDisconnected');
      });
    return false;
  }

  async function remove(id: string): Promise<void> {
    if (life.aborted) throw new SessionError('not-connected', 'The session is over.');
    const connection = roster.connections.get(id);
    if (!connection) throw new SessionError('unknown-connection', `No connection "${id}" is in the session.`);
    post({gone: [[id, 'forceDisconnected']]});
    departed(id, 'forceDisconnected');
    if (connection !== own)
      await navigator.locks.request(memberLocks(prefix, connection)[0], {steal: true}, () => undefined);
  }

  function leave(): void {
    sayGoodbye();
    ending.abort();
  }

  function sayGoodbye(): void {
    post(goodbye);
  }

  function end(reason: LocalReason): void {
    if (life.aborted) return;
    const code = reason === 'forceDisconnected' ? 'permission-denied' : 'connect-failed';
    ending.abort(new SessionError(code, `Put out: ${reason}`));
    if (connected) observer.disconnected(reason);
  }

  function pageGone(): void {
    // A page in the back/forward cache keeps its locks in Chromium, and loses its place there by messages: so it leaves for
    // good, and hears of it when it is shown again.
    if (connected)
      addEventListener(
        'pageshow',
        ({persisted}) => {
          if (persisted) observer.disconnected('networkDisconnected');
        },
        {once: true, signal},
      );
    connected = false;
    end('networkDisconnected');
  }

  return member;
}

function byAge(a: Connection, b: Connection): number {
  return a.creationTime - b.creationTime || (a.connectionId < b.connectionId ? -1 : 1);
}
