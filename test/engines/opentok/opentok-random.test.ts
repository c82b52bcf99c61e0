import {expect} from '@open-wc/testing';
import '../../../src/define.js';
import {registerEngine} from '../../../src/engines/engine-registry.js';
import {createOpenTokEngine} from '../../../src/engines/opentok/opentok-engine.js';
import {settled, until} from '../../wait.js';
import {VENDOR_EVENTS} from '../../events.js';
import {type FakeOT, FakeOpenTok} from '../../fakes/opentok/fake-opentok.js';
import type {FakeSession} from '../../fakes/opentok/fake-session.js';
import {starve} from '../../fakes/opentok/starve.js';
import {shortenIntervals, shortenTimeouts} from '../../fakes/timers.js';
import {randomFrom} from '../../random-from.js';
import {captureConsole} from '../../fakes/console.js';

const PAGES = 6;
const SESSIONS = 50;
const STEPS = 10;

/** A session with random actions of the page, the platform, and the network. */
class RandomSession {
  readonly platform = new FakeOpenTok();
  readonly OT: FakeOT = this.platform.page();
  readonly trace: string[] = [];
  readonly #id: string;
  readonly #element = document.createElement('ot-session');
  readonly #random: () => number;
  readonly #mode: 'attributes' | 'adopted' | 'shared';
  readonly #isSuppressed: boolean;
  /** The events at which a listener of the page's throws. */
  readonly #throwsAt: string | undefined;
  readonly #received = new WeakSet<FakeSession>();
  #guests = 0;

  constructor(id: string, random: () => number) {
    this.#id = id;
    this.#random = random;
    this.#mode = this.#pick(['attributes', 'attributes', 'adopted', 'shared']);
    this.#isSuppressed = random() < 0.1;
    this.#throwsAt = random() < 0.2 ? this.#pick([...VENDOR_EVENTS, VENDOR_EVENTS.join(' ')]) : undefined;
    this.platform.drain = this.#pick([0, 5, 15]);
    this.platform.httpDelay = this.#pick([0, 0, 10, 40]);
    const element = this.#element;
    const reconnect = this.#pick(['auto', 'never'] as const);
    Object.assign(element, {apiKey: '123', sessionId: id, token: 'data=us', connectOn: 'manual', reconnect});
    if (this.#isSuppressed) element.roster = 'none';
    if (this.#mode === 'adopted') element.session = this.#theirs;
    this.trace.push(this.#mode, reconnect, `suppressed: ${this.#isSuppressed}`, `throws at: ${this.#throwsAt}`);
    for (let guest = 0; guest < 2; guest++) this.#guestJoins();
    document.body.append(element);
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)]!;
  }

  /** The vendor's session, with the page's listeners. */
  get #theirs(): FakeSession {
    const session = this.OT.initSession('123', this.#id, {connectionEventsSuppressed: this.#isSuppressed});
    if (this.#throwsAt && !this.#received.has(session)) {
      session.on(this.#throwsAt, starve);
    }
    this.#received.add(session);
    return session;
  }

  /** Those of the page's sessions that have, or may get, a connection. */
  get #live(): FakeSession[] {
    return this.platform.sessions.filter((session) => session.isConnected());
  }

  #guestJoins(): void {
    this.platform.join(this.#id, `guest-${this.#guests++}`, {
      data: this.#pick(['somebody', undefined, null, 5]),
      isPublishing: this.#random() < 0.2,
    });
  }

  #guestLeaves(): void {
    const guests = this.platform.members(this.#id).filter(({session}) => !session);
    if (guests.length > 1) this.platform.leave(this.#id, this.#pick(guests).id, this.#pick(['mediaIdle', 'other']));
  }

  #connect(): void {
    // the outcome is compared later
    this.#element.connect().catch(() => undefined);
  }

  /** What the page does at sessionReconnecting, in the listener or shortly after. */
  #whenReconnecting(act: () => void): void {
    const when = this.#pick<(act: () => void) => void>([(now) => now(), queueMicrotask, (later) => setTimeout(later)]);
    this.#element.addEventListener('sessionReconnecting', () => when(act), {once: true});
  }

  /** A random action. */
  async act(): Promise<void> {
    const element = this.#element;
    const {platform} = this;
    const actions: Record<string, () => unknown> = {
      connect: () => this.#connect(),
      disconnect: () => element.disconnect(),
      rejoin: () => {
        void element.disconnect();
        this.#connect();
      },
      remove: () => element.remove(),
      append: () => document.body.append(element),
      end: () => {
        const reason = this.#pick(['serverRotation', 'mediaIdle', 'forceDisconnected', 'networkDisconnected']);
        for (const session of this.#live) void session.end(reason);
      },
      'end, and connect in a listener': () => {
        element.addEventListener('sessionDisconnected', () => this.#connect(), {once: true});
        for (const session of this.#live) void session.end('forceDisconnected');
      },
      'guest joins': () => this.#guestJoins(),
      'guest leaves': () => this.#guestLeaves(),
      'guests change places': () => {
        this.#guestLeaves();
        this.#guestJoins();
      },
      interrupt: () => {
        for (const session of this.#live) session.interrupt();
      },
      'interrupt, and disconnect': () => {
        this.#whenReconnecting(() => void element.disconnect());
        for (const session of this.#live) session.interrupt();
      },
      'interrupt, and rejoin': () => {
        this.#whenReconnecting(() => {
          void element.disconnect();
          this.#connect();
        });
        for (const session of this.#live) session.interrupt();
      },
      'interrupt, and remove': () => {
        this.#whenReconnecting(() => element.remove());
        for (const session of this.#live) session.interrupt();
      },
      resume: () => {
        for (const session of platform.sessions) session.resume();
      },
      'give up': () => {
        for (const session of platform.sessions) session.giveUp();
      },
      refuse: () => platform.refusals.push({name: 'OT_CONNECT_FAILED', code: 1006}),
      hang: () => {
        platform.hang = this.#pick(['http', 'socket']);
        this.#connect();
      },
      unhang: () => platform.unhang(),
      'a task': settled,
      'two tasks': () => settled().then(settled),
      'a while': () => new Promise((resolve) => setTimeout(resolve, this.#pick([5, 10, 20, 40]))),
      ...(this.#mode !== 'attributes' && {
        'page connects': () => this.#theirs.connect('data=page'),
        // its promise may never settle
        'page disconnects': () => void this.#theirs.disconnect(),
        'page disconnects, and connect': () => {
          void this.#theirs.disconnect();
          this.#connect();
        },
      }),
      ...(this.#mode === 'adopted' && {
        'no session': () => (element.session = null),
        'page’s session': () => (element.session = this.#theirs),
      }),
    };
    const name = this.#pick(Object.keys(actions));
    this.trace.push(name);
    await actions[name]!();
  }

  /** The network and the platform recover. */
  recover(): void {
    this.platform.unhang();
    this.platform.refusals.length = 0;
    for (const session of this.platform.sessions) session.resume();
  }

  /** The differences between the element and the platform; empty when all is well. */
  get mistakes(): string[] {
    this.platform.expire(this.#id);
    const {state, connection, connections, connectionCount, isConnected} = this.#element;
    const members = this.platform.members(this.#id);
    const ours = members.filter(({session}) => session);
    const mistakes: string[] = [];
    const check = (isRight: boolean, mistake: string) => {
      if (!isRight) mistakes.push(mistake);
    };
    const isIn = state === 'connected';
    const ids = members.map(({id}) => id).sort();
    check(isIn || state === 'disconnected', `still ${state}`);
    check(ours.length <= 1, `${ours.length} connections of one page`);
    check(isIn ? ours.some(({id}) => id === connection?.connectionId) : connection === null, 'another connection');
    check(!isIn || isConnected, 'connected, and removed');
    check(Object.is(connectionCount, isIn && !this.#isSuppressed ? ids.length : NaN), `count: ${connectionCount}`);
    check(String([...connections.keys()].sort()) === String(isIn && !this.#isSuppressed ? ids : []), 'connections');
    check(
      [...connections.values()].every(({data}) => typeof data === 'string'),
      'data that is no string',
    );
    const theirs = this.#mode === 'attributes' ? undefined : this.#live[0];
    check(isIn || theirs !== undefined || ours.length === 0, 'nobody knows of the connection there is');
    if (this.#mode === 'adopted' && isConnected && theirs && this.#element.session === theirs)
      check(isIn, 'the page’s session is connected');
    return mistakes;
  }

  /** Leaves, and returns what is left behind. */
  async close(): Promise<string[]> {
    this.#element.remove();
    for (const session of this.#live) if (this.#mode !== 'attributes') void session.disconnect();
    await until(
      () => {
        this.platform.expire(this.#id);
        return this.platform.members(this.#id).every(({session}) => !session);
      },
      `${this.#id}: nothing is left of us. ${this.trace.join(', ')}`,
    );
    await until(() => this.#listeners === 0, `${this.#id}: no listener is left of us. ${this.trace.join(', ')}`);
    return this.platform.sessions.some(({bareOffs}) => bareOffs) ? ['off() without a handler'] : [];
  }

  /** The number of listeners that are not the page's. */
  get #listeners(): number {
    const ofPage = (session: FakeSession) =>
      this.#throwsAt && this.#received.has(session) ? this.#throwsAt.split(' ').length : 0;
    return this.platform.sessions.reduce((sum, session) => sum + session.listenerCount() - ofPage(session), 0);
  }
}

/** A page with many sessions; its SDK finds the platform of each by its id. */
async function run(seed: number): Promise<void> {
  const random = randomFrom(seed);
  const sessions = new Map<string, RandomSession>();
  const pageSDK = {
    checkSystemRequirements: () => 1,
    initSession: (key: string, id: string, options?: Record<string, unknown>) =>
      sessions.get(id)!.OT.initSession(key, id, options),
    sessions: {
      remove(session: FakeSession) {
        sessions.get(session.sessionId)!.OT.sessions.remove(session);
      },
    },
  };
  registerEngine('opentok', () => Promise.resolve(createOpenTokEngine(() => Promise.resolve(pageSDK))));
  for (let index = 0; index < SESSIONS; index++) {
    const id = `seed ${seed}, session ${index}`;
    sessions.set(id, new RandomSession(id, randomFrom(seed * SESSIONS + index)));
  }
  const all = [...sessions.values()];
  for (let step = 0; step < STEPS; step++) {
    await Promise.all(all.map((session) => session.act()));
    if (random() < 0.2) {
      for (const {platform, trace} of all) {
        platform.freeze();
        trace.push('into the back/forward cache, and back');
      }
      dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}));
      if (random() < 0.5) await settled();
      dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    }
  }
  for (const session of all) session.recover();
  const wrong = () =>
    [...sessions].flatMap(([id, session]) =>
      session.mistakes.map((mistake) => `${id}: ${mistake}. ${session.trace.join(', ')}`),
    );
  await until(() => wrong().length === 0, 'what we say is so', 3000).catch(() => undefined);
  expect(wrong()).to.deep.equal([]);
  // and stays so
  await Promise.all(all.flatMap(({platform}) => platform.sessions.map(({drained}) => drained)));
  for (let task = 0; task < 4; task++) await settled();
  expect(wrong()).to.deep.equal([]);
  const left = await Promise.all(all.map((session) => session.close()));
  expect(left.flat()).to.deep.equal([]);
}

describe('The opentok engine, in random sequences', () => {
  const {random} = Math;
  const undo: (() => void)[] = [];
  captureConsole();

  before(() => {
    // reconnect delays end at once
    Math.random = () => 0;
    undo.push(shortenIntervals(), shortenTimeouts());
  });
  after(() => {
    Math.random = random;
    for (const one of undo) one();
  });

  for (let seed = 1; seed <= PAGES; seed++) {
    it(`elements agree with the platform, and leave nothing behind (seed ${seed}: ${SESSIONS} sequences)`, () =>
      run(seed)).timeout(30_000);
  }
});
