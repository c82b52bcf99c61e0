import type {Connection} from '../../values/connection.js';
import {SessionError} from '../../values/session-error.js';
import type {EngineObserver} from '../engine.js';
import {startTimer} from '../../scheduling/timer.js';
import {whenRestored} from '../../scheduling/when-restored.js';
import {createLeader, type LocalLeader} from './local-leader.js';
import {heldConnections, memberLocks} from './local-locks.js';
import {readMessage, type LocalMessage, type LocalReason} from './local-messages.js';
import {observePage} from './local-page.js';
import {createLocalRoster, type LocalRoster} from './local-roster.js';
import type {LocalTimings} from './local-timings.js';

/** How many connections a member adds because messages introduce them, before it queries the locks. */
const MAX_INTRODUCED = 1000;

/**
 * The client's own membership of a session, which consists in holding a lock. The locks decide who is a member; messages only
 * report changes sooner, and the reasons of departures.
 */
export class LocalMember {
  /** The prefix of the names of the session's locks. */
  readonly prefix: string;
  readonly own: Connection;
  readonly timings: LocalTimings;
  readonly roster: LocalRoster;
  /** Aborted when the membership ends, for whatever reason. */
  readonly lifetime: AbortSignal;
  /** Resolves when the membership ends. */
  readonly ended: Promise<void>;
  readonly #controller = new AbortController();
  readonly #observer: EngineObserver;
  readonly #signal: AbortSignal;
  readonly #channel: BroadcastChannel;
  readonly #leader: LocalLeader;
  /** Whether the observer was notified of having joined. */
  #isConnected = false;
  #isComparisonPending = false;
  /** The number of connections that messages have introduced since the locks were last queried. */
  #introduced = 0;
  /** The digest in the leader's last announcement. */
  #leaderDigest = '';

  /** @param signal when it is aborted, the observer is no longer called */
  constructor(prefix: string, own: Connection, observer: EngineObserver, timings: LocalTimings, signal: AbortSignal) {
    this.prefix = prefix;
    this.own = own;
    this.timings = timings;
    this.#observer = observer;
    this.#signal = signal;
    this.lifetime = this.#controller.signal;
    this.ended = new Promise((resolve) => {
      this.lifetime.addEventListener('abort', () => {
        resolve();
      });
    });
    this.#channel = new BroadcastChannel(prefix);
    this.roster = createLocalRoster(timings.grace, this.lifetime);
    this.#leader = createLeader(this);
  }

  /**
   * Listens, acquires its lock, posts that, and queries the locks, in this order, so that of any two members each sees the other.
   * The member whose lock is granted second finds the other's lock. The first one finds the second's lock or, if it queried
   * before that was granted, receives its message, since it was listening by then.
   *
   * @throws the browser's own error, or the reason why the membership ended
   */
  async join(): Promise<void> {
    const {own, lifetime, roster} = this;
    this.#listen();
    roster.add(own);

    const [membership, ...rest] = memberLocks(this.prefix, own);
    await Promise.all(rest.map((name) => this.#hold(name)));
    // queried once before posting, so that no other member is notified if the browser refuses to list locks
    await Promise.all([this.#hold(membership), navigator.locks.query()]);
    lifetime.throwIfAborted();

    this.broadcast({here: own});
    const held = await heldConnections(this.prefix);
    lifetime.throwIfAborted();

    held.forEach(roster.add);
    const others = [...roster.connections.values()].filter((connection) => connection !== own);
    this.#isConnected = true;
    this.#observer.connected(own, [own, ...others.sort(compareAge)]);
    lifetime.throwIfAborted();

    roster.observer = this.#observer;
    this.#leader.start();
    // a message may be lost if the channel was not fully open
    startTimer(this.timings.settle, lifetime, () => void this.reconcile());
  }

  /** Leaves, as by the vendor's `disconnect()`. */
  leave(): void {
    this.#sayGoodbye();
    this.#controller.abort();
  }

  /**
   * Removes a member, possibly this one, by stealing its lock; so this works even if its page is frozen or hung.
   *
   * @throws {SessionError} `not-connected`, `unknown-connection`
   * @throws the browser's own error
   */
  async remove(id: string): Promise<void> {
    if (this.lifetime.aborted) throw new SessionError('not-connected', 'forceDisconnect() needs a connected session.');
    const connection = this.roster.connections.get(id);
    if (!connection) throw new SessionError('unknown-connection', `No connection "${id}" is in the session.`);
    this.broadcast({gone: [[id, 'forceDisconnected']]});
    this.handleDeparture(id, 'forceDisconnected');
    if (connection !== this.own)
      await navigator.locks.request(memberLocks(this.prefix, connection)[0], {steal: true}, () => undefined);
  }

  /** Posts a message to all other members. */
  broadcast(message: LocalMessage): void {
    if (!this.lifetime.aborted) this.#channel.postMessage(message);
  }

  /** Queries the locks, and updates the roster accordingly. */
  async reconcile(): Promise<void> {
    if (!this.#isConnected || this.lifetime.aborted) return;
    this.#introduced = 0;
    // members that are added during the query may have joined after the locks were listed
    const known = [...this.roster.presentIds];
    try {
      const held = await heldConnections(this.prefix);
      for (const connection of held.values()) this.#add(connection);
      for (const id of known) if (!held.has(id)) this.#leader.handleRelease(id);
    } catch {
      // the browser has revoked access to locks, so this member's lock is lost too; the next attempt will report why
      this.#end('networkDisconnected');
    }
  }

  /**
   * Handles the departure of a member, possibly this one; the reason is null while it is unknown. Returns whether this is the
   * reason of a departure that was known already.
   */
  handleDeparture(id: string, reason: LocalReason | null): boolean {
    if (id !== this.own.connectionId) return this.roster.remove(id, reason);
    // this member has not left by itself, so such a message is forged
    if (reason) this.#end(reason === 'clientDisconnected' ? 'networkDisconnected' : reason);
    // this member's lock is free, and the message that a moderator stole it may be on its way
    else
      startTimer(this.timings.grace, this.lifetime, () => {
        this.#end('networkDisconnected');
      });
    return false;
  }

  /** Receives messages, and the events of the page, until the membership ends. */
  #listen(): void {
    this.#channel.onmessage = ({data}) => {
      this.#handleMessage(readMessage(data));
    };
    this.lifetime.addEventListener('abort', () => {
      this.#channel.close();
    });
    const callbacks = {
      sayGoodbye: () => {
        this.#sayGoodbye();
      },
      hide: () => {
        this.#handlePagehide();
      },
      resume: () => void this.reconcile(),
    };
    observePage(callbacks, this.lifetime);
  }

  /** Acquires a lock, and holds it until the membership ends. Resolves when the lock is granted. */
  #hold(name: string): Promise<void> {
    return new Promise((resolve, reject: (error: Error) => void) => {
      navigator.locks
        .request(name, {signal: this.lifetime}, () => {
          resolve();
          return this.ended;
        })
        .catch((error: unknown) => {
          reject(error as Error);
          // after the lock was granted: a moderator stole it, and its message may not have been received yet
          this.#end('forceDisconnected');
        });
    });
  }

  #handleMessage({here, gone = [], digest}: LocalMessage): void {
    if (here) this.#introduce(here);
    const answers = gone.filter(([id, reason]) => {
      const isLateReason = this.handleDeparture(id, reason);
      // as the leader, which has announced the departure without the reason; or as an answer to a question
      const isAsked = reason ? isLateReason && this.#leader.isLeading() : digest === undefined;
      return isAsked && this.roster.claimAnswer(id);
    });
    const ids = answers.map(([id]) => id);
    if (ids.length) this.#leader.post(ids, true);
    if (digest !== undefined) this.#compare(digest);
  }

  /** Queries the locks if the leader's roster remains another one than this member's. */
  #compare(digest: string): void {
    const {roster} = this;
    this.#leader.noteAnnouncement();
    this.#leaderDigest = digest;
    if (this.#isComparisonPending || digest === roster.digest()) return;
    // messages that explain the difference may be on their way; at a random time, so that members do not all query together
    this.#isComparisonPending = true;
    startTimer(200 + Math.random() * 10 * roster.connections.size, this.lifetime, () => {
      this.#isComparisonPending = false;
      if (this.#leaderDigest !== roster.digest()) void this.reconcile();
    });
  }

  /** Adds a connection, unless messages have introduced so many that the next query of the locks is to find it. */
  #introduce(connection: Connection): void {
    if (this.#introduced < MAX_INTRODUCED && this.#add(connection) && ++this.#introduced === MAX_INTRODUCED)
      startTimer(this.timings.settle, this.lifetime, () => void this.reconcile());
  }

  /** Returns whether the connection was new. */
  #add(connection: Connection): boolean {
    const isNew = this.roster.add(connection);
    if (isNew) this.#leader.awaitRelease(connection);
    return isNew;
  }

  #sayGoodbye(): void {
    this.broadcast({gone: [[this.own.connectionId, 'clientDisconnected']]});
  }

  #handlePagehide(): void {
    // Chromium keeps the locks of a page in the back/forward cache, and evicts a page that receives messages. So the membership
    // ends, which is reported when the page is shown again.
    const reportEnd = () => {
      this.#observer.disconnected('networkDisconnected');
    };
    if (this.#isConnected) whenRestored(reportEnd, {once: true, signal: this.#signal});
    this.#isConnected = false;
    this.#end('networkDisconnected');
  }

  #end(reason: LocalReason): void {
    if (this.lifetime.aborted) return;
    const code = reason === 'forceDisconnected' ? 'permission-denied' : 'connect-failed';
    this.#controller.abort(new SessionError(code, `The session ended while joining (${reason}).`));
    if (this.#isConnected) this.#observer.disconnected(reason);
  }
}

function compareAge(a: Connection, b: Connection): number {
  return a.creationTime - b.creationTime || (a.connectionId < b.connectionId ? -1 : 1);
}
