import type {VendorSDK} from '../../../src/engines/opentok/vendor-sdk.js';
import {FakeCollection} from './fake-collection.js';
import {PublicConnectionEvent} from './fake-event.js';
import {FakeSession} from './fake-session.js';

// before the first test, so that joining requires no request
await import('../../../src/session/join.js');

/** The error of a refused join; `{token}` in its message becomes the token, as in the SDK's own messages. */
export interface FakeRefusal {
  readonly name: string;
  readonly code?: number;
  readonly message?: string;
}

/** The stage at which a join hangs: `http` (the project's configuration, the session's data) or `socket` (joining). */
export type FakeStage = 'http' | 'socket';

/** Properties of a connection that may not match the vendor's types. */
export interface FakeMemberOptions {
  readonly creationTime?: number | null;
  readonly data?: unknown;
  readonly isPublishing?: boolean;
}

/** A member of a session, as the platform knows it. */
export interface Member {
  readonly id: string;
  readonly creationTime: number | null;
  readonly data: unknown;
  readonly isPublishing?: boolean;
  /** The page's session; undefined for members added by `join()`. */
  readonly session?: FakeSession;
}

/** The vendor's platform in memory, with the SDK for any number of pages, and the traps of the real ones. */
export class FakeOpenTok {
  /** How long a socket takes to close, in milliseconds; 100 or more in reality. */
  drain = 15;
  /** How long the requests before the socket take, in milliseconds. */
  httpDelay = 0;
  /** The stage at which joining hangs, until `unhang()`. */
  hang: FakeStage | undefined;
  readonly hanging = new Set<() => void>();
  /** While true, `forceDisconnect()` never settles. */
  silent = false;
  /** Whether the platform rejects every `forceDisconnect()`. */
  refusesRemovals = false;
  /** What `OT.checkSystemRequirements()` returns, 1 or 0. */
  requirements = 1;
  /** The errors of the next joins, one each. */
  readonly refusals: FakeRefusal[] = [];
  /** The SDK's own errors, as passed to the page. */
  readonly errors: Error[] = [];
  /** The arguments of each `initSession()` call. */
  readonly inits: {key: string; sessionId: string; options: unknown}[] = [];
  clock = 1_700_000_000_000;
  readonly #rooms = new Map<string, Member[]>();
  readonly #tokens = new Map<string, string[]>();
  /** Every session that was ever created, of all pages. */
  readonly sessions: FakeSession[] = [];
  readonly #pages: {readonly sessions: FakeCollection<FakeSession>; isUnloaded: boolean}[] = [];
  #ids = 0;

  /** The `OT` of one page. */
  page(): FakeOT {
    const sessions = new FakeCollection<FakeSession>();
    this.#pages.push({sessions, isUnloaded: false});
    return {
      sessions,
      ConnectionEvent: PublicConnectionEvent,
      checkSystemRequirements: () => this.requirements,
      initSession: (key, sessionId, options) => {
        this.inits.push({key, sessionId, options});
        if (options && 'iceConfig' in options && !options.iceConfig) {
          throw Object.assign(new Error('Invalid iceConfig.'), {name: 'OT_INVALID_PARAMETER', code: 1011});
        }
        if (!this.requirements)
          document.body.append(Object.assign(document.createElement('dialog'), {id: 'OT_dialog'}));
        // one per id, whatever the other arguments
        let session = sessions.get(sessionId);
        if (!session) {
          session = new FakeSession(this, key, sessionId, options);
          sessions.add(session);
          this.sessions.push(session);
        }
        return session;
      },
    };
  }

  tokensFor(sessionId: string): string[] {
    let tokens = this.#tokens.get(sessionId);
    if (!tokens) this.#tokens.set(sessionId, (tokens = []));
    return tokens;
  }

  /** The actual members of a session. */
  members(sessionId: string): readonly Member[] {
    return this.#rooms.get(sessionId) ?? [];
  }

  /** The sessions, of all pages, that are not disconnected. */
  get busy(): FakeSession[] {
    return this.sessions.filter(({currentState}) => currentState !== 'disconnected');
  }

  /** Resumes joins that hang. */
  unhang(): void {
    this.hang = undefined;
    for (const wake of this.hanging) wake();
    this.hanging.clear();
  }

  /** A member joins. */
  join(sessionId: string, id: string = this.newId(), options: FakeMemberOptions | string = {}): Member {
    const about = typeof options === 'string' ? {data: options} : options;
    const member = {id, creationTime: this.clock++, data: '', ...about};
    this.enter(sessionId, member);
    return member;
  }

  /** A member that joined by `join()` leaves. */
  leave(sessionId: string, id: string, reason = 'clientDisconnected'): void {
    const member = this.members(sessionId).find((one) => one.id === id);
    if (!member) throw new Error(`${id} is not in ${sessionId}.`);
    this.exit(sessionId, member, reason);
  }

  enter(sessionId: string, member: Member): void {
    this.#rooms.set(sessionId, [...this.members(sessionId), member]);
    for (const {session} of this.members(sessionId)) session?.receiveCreated(member);
  }

  exit(sessionId: string, member: Member, reason: string): void {
    if (!this.members(sessionId).includes(member)) return;
    this.#rooms.set(
      sessionId,
      this.members(sessionId).filter((one) => one !== member),
    );
    for (const {session} of this.members(sessionId)) session?.receiveDeleted(member, reason);
  }

  /** Removes members whose socket was closed without a message. */
  expire(sessionId: string): void {
    for (const member of this.members(sessionId)) {
      if (member.session && !member.session.holds(member)) this.exit(sessionId, member, 'networkDisconnected');
    }
  }

  newId(): string {
    return `fake-${++this.#ids}`;
  }

  /** All pages enter the back/forward cache; the SDK ends their sessions the first time only. */
  freeze(): void {
    for (const page of this.#pages) {
      if (page.isUnloaded) continue;
      page.isUnloaded = true;
      page.sessions.forEach((session) => {
        session.unload();
      });
      page.sessions.empty();
    }
  }
}

/** The vendor's `OT`. */
export interface FakeOT extends VendorSDK {
  readonly sessions: FakeCollection<FakeSession>;
  readonly ConnectionEvent: typeof PublicConnectionEvent;
  initSession(key: string, sessionId: string, options?: Record<string, unknown>): FakeSession;
}
