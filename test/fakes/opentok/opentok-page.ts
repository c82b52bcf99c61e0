import {fixtureCleanup} from '@open-wc/testing';
import {registerEngine} from '../../../src/engines/engine-registry.js';
import {createOpenTokEngine} from '../../../src/engines/opentok/opentok-engine.js';
import {initSession, type SessionOptions} from '../../../src/session/init-session.js';
import type {Session} from '../../../src/session/session.js';
import {type FakeOT, FakeOpenTok} from './fake-opentok.js';
import type {FakeSession} from './fake-session.js';
import {captureConsole} from '../console.js';

export const ROOM = 'room';

/** A page with the vendor's SDK and the opentok engine, on a platform in memory. */
export class OpenTokPage {
  readonly platform = new FakeOpenTok();
  readonly OT: FakeOT = this.platform.page();
  readonly #sessions: Session[] = [];

  constructor() {
    registerEngine('opentok', () => Promise.resolve(createOpenTokEngine(() => Promise.resolve(this.OT))));
  }

  /** Creates a session of ours. */
  session(options: SessionOptions = {}): Session {
    const session = initSession('123', ROOM, {reconnect: 'never', ...options});
    session.token = 'data=us';
    this.#sessions.push(session);
    return session;
  }

  /** The vendor's session, created on first access. */
  get theirs(): FakeSession {
    return this.OT.sessions.get(ROOM) ?? this.OT.initSession('123', ROOM);
  }

  /** The number of members, as the platform knows it. */
  get truth(): number {
    return this.platform.members(ROOM).length;
  }

  /** How many of them belong to this page. */
  get connectionsOfPage(): number {
    return this.platform.members(ROOM).filter(({session}) => session).length;
  }

  /** The page enters the back/forward cache. */
  hide(): void {
    // the SDK's listener runs first
    this.platform.freeze();
    dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}));
  }

  /** The page is restored from there. */
  restore(): void {
    dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
  }

  /** Leaves all sessions. */
  async close(): Promise<void> {
    await Promise.all(this.#sessions.map((session) => session.disconnect()));
    for (const {drained} of this.platform.sessions) await drained;
  }
}

/** Resolves when the session dispatches the event. */
export function next(session: Session, type: string): Promise<unknown> {
  return new Promise((resolve) => session.once(type, resolve));
}

/** The page of the current test. */
export let page: OpenTokPage;

/** From here on, each test of the file has a page with the vendor's SDK, and leaves its sessions at the end. */
export function useOpenTokPage(): void {
  before(async () => {
    // the first attempt of a page imports the code that joins, which takes longer than settled() waits
    const first = new OpenTokPage();
    await first.session().connect();
    await first.close();
  });

  beforeEach(() => {
    page = new OpenTokPage();
  });

  afterEach(async () => {
    fixtureCleanup();
    await page.close();
  });
  captureConsole();
}
