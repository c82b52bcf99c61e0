import {expect} from '@open-wc/testing';
import {createLocalEngine} from '../../../src/engines/local/local-engine.js';
import {leaderLock, memberLocks, sessionPrefix} from '../../../src/engines/local/local-locks.js';
import type {LocalMessage} from '../../../src/engines/local/local-messages.js';
import type {LocalTimings} from '../../../src/engines/local/local-timings.js';
import {Connection} from '../../../src/values/connection.js';
import type {SessionConfig} from '../../../src/values/session-config.js';
import {until} from '../../wait.js';
import {Recorder} from '../recorder.js';
import {filterMessages, addFrame, removeFrames, type Frame} from './frame.js';
import {locksOf, newSession} from './local-session.js';
import {STEPS, Stepwise} from './stepwise.js';

const LATE = 600_000;

describe('The channel of the local engine', () => {
  let session: SessionConfig;
  let channel: BroadcastChannel;
  let leaving: AbortController[];

  beforeEach(() => {
    session = newSession();
    channel = new BroadcastChannel(sessionPrefix(session.sessionId));
    leaving = [];
  });
  afterEach(async () => {
    channel.close();
    for (const abort of leaving) abort.abort();
    removeFrames();
    await until(async () => (await locksOf(session)).length === 0, 'nothing is left');
  });

  function start(timings: Partial<LocalTimings>, frame?: Frame) {
    const recorder = new Recorder();
    const abort = new AbortController();
    leaving.push(abort);
    const engine = (frame?.createLocalEngine ?? createLocalEngine)(timings);
    return {recorder, leave: () => abort.abort(), attempt: () => engine(session, recorder, abort.signal)};
  }

  async function join(timings: Partial<LocalTimings>, frame?: Frame) {
    const {recorder, leave, attempt} = start(timings, frame);
    await attempt();
    return {recorder, leave, own: recorder.own!};
  }

  /** Resolves when every message and its answers have been delivered: after them, visitors joined and left. */
  async function allDelivered() {
    for (let round = 0; round < 2; round++) {
      const visitor = await join({settle: LATE});
      const witness = await join({settle: LATE});
      await visitor.recorder.seesJoin(witness.own);
      visitor.leave();
      await witness.recorder.seesLeave(visitor.own);
      witness.leave();
    }
  }

  it('ignores junk', async () => {
    const us = await join({});
    const other = await join({});
    await us.recorder.seesJoin(other.own);
    const junk = [
      null,
      1,
      'x',
      true,
      [],
      {},
      new Date(),
      new Map(),
      {here: null},
      {here: {}},
      {gone: 'all'},
      {gone: [[]]},
    ];
    for (const sent of [...junk, {gone: [[us.own.connectionId, 'bored']]}, {gone: [[5, null]]}, new Uint8Array(9)])
      channel.postMessage(sent);
    const witness = await join({});
    await us.recorder.seesJoin(witness.own);
    await other.recorder.seesJoin(witness.own);
    expect(us.recorder.calls.map(([call]) => call)).to.deep.equal([
      'connected',
      'connectionCreated',
      'connectionCreated',
    ]);
    expect(other.recorder.calls.map(([call]) => call)).to.deep.equal(['connected', 'connectionCreated']);
  });

  it('may introduce a connection that holds no lock: the leader finds out, whatever the other timings', async () => {
    const leader = await join({grace: 50, settle: LATE, beat: LATE});
    const other = await join({grace: 50, settle: LATE, beat: LATE});
    channel.postMessage({here: {connectionId: 'forged', creationTime: 1, data: ''}});
    const forged = new Connection('forged', 1, '');
    for (const {recorder} of [leader, other]) expect(await recorder.seesLeave(forged)).to.equal('networkDisconnected');
  });

  it('may claim that we left by ourselves: we are disconnected, but not with clientDisconnected', async () => {
    const us = await join({});
    channel.postMessage({gone: [[us.own.connectionId, 'clientDisconnected']]});
    expect(await us.recorder.out()).to.equal('networkDisconnected');
  });

  it('may bring two reasons for one departure: the first one counts', async () => {
    const us = await join({});
    const other = await join({});
    await us.recorder.seesJoin(other.own);
    const {connectionId} = other.own;
    channel.postMessage({
      gone: [
        [connectionId, 'networkDisconnected'],
        [connectionId, 'forceDisconnected'],
      ],
    });
    channel.postMessage({gone: [[connectionId, 'clientDisconnected']]});
    channel.postMessage({here: {...other.own}});
    const witness = await join({});
    await us.recorder.seesJoin(witness.own);
    expect(us.recorder.destroyed(other.own)).to.deep.equal(['networkDisconnected']);
    expect(us.recorder.timesSeen(other.own)).to.equal(1);
  });

  it('may bring back the id of a departed connection: it is ignored for sixty beats', async () => {
    const beat = 15;
    const {recorder} = await join({beat, grace: LATE});
    const dead = new Connection('dead', 1, '');
    const start = performance.now();
    channel.postMessage({gone: [['dead', 'clientDisconnected']]});
    const timer = setInterval(() => channel.postMessage({here: {...dead}}), 10);
    await recorder.seesJoin(dead);
    clearInterval(timer);
    expect(performance.now() - start).to.be.greaterThan(60 * beat);
  });

  describe('of a member that loses messages', () => {
    it('and leads: it queries the locks before it sends its digest', async () => {
      const frame = await addFrame();
      const filter = filterMessages(frame);
      const leader = await join({settle: LATE, beat: 100}, frame);
      filter.drops = true;
      const other = await join({settle: LATE, beat: LATE});
      await leader.recorder.seesJoin(other.own);
    });

    it('while it joins: it queries the locks again', async () => {
      const frame = await addFrame();
      filterMessages(frame).drops = true;
      const recorder = new Recorder();
      const abort = new AbortController();
      leaving.push(abort);
      const joiner = new Stepwise(frame, () =>
        frame.createLocalEngine({settle: 20, beat: LATE})(session, recorder, abort.signal),
      );
      for (let step = 1; step < STEPS; step++) await joiner.step();
      const other = await join({});
      await joiner.finish();
      await recorder.seesJoin(other.own);
      expect(recorder.calls.map(([call]) => call)).to.deep.equal(['connected', 'connectionCreated']);
    });

    it('later: it notices by the leader’s next digest that its roster differs, and queries the locks', async () => {
      const frame = await addFrame();
      const filter = filterMessages(frame);
      await join({settle: LATE, beat: 100});
      const us = await join({settle: LATE, beat: LATE, grace: 50}, frame);
      const leaver = await join({settle: LATE, beat: LATE});
      await us.recorder.seesJoin(leaver.own);
      filter.drops = true;
      leaver.leave();
      const other = await join({settle: LATE, beat: LATE});
      await other.recorder.until(() => !other.recorder.present.includes(leaver.own.connectionId));
      filter.drops = false;
      await us.recorder.seesJoin(other.own);
      expect(await us.recorder.seesLeave(leaver.own)).to.be.oneOf(['networkDisconnected', 'clientDisconnected']);
    });
  });

  describe('with a stranger, who does what a member can do', () => {
    let release: () => void;
    let stranger: Connection;
    let released: Promise<unknown>;

    /** Takes a lock like a member's, and announces it. */
    async function enter() {
      stranger = new Connection(crypto.randomUUID(), Date.now(), '');
      const held = new Promise<void>((resolve) => (release = resolve));
      const [name] = memberLocks(sessionPrefix(session.sessionId), stranger);
      await new Promise<void>((granted) => {
        released = navigator.locks.request(name, () => {
          granted();
          return held;
        });
      });
      channel.postMessage({here: {...stranger}});
    }

    /** Announces its departure. */
    const goodbye = () => ({gone: [[stranger.connectionId, 'clientDisconnected']]});

    /** Makes a silent member the leader. */
    async function lead() {
      const abort = new AbortController();
      leaving.push(abort);
      const ended = new Promise((resolve) => abort.signal.addEventListener('abort', resolve));
      await new Promise<void>((granted) => {
        void navigator.locks.request(leaderLock(sessionPrefix(session.sessionId)), () => {
          granted();
          return ended;
        });
      });
    }

    /** Records messages about the stranger from now on, with or without a digest of the leader's. */
    function listen() {
      const said: string[] = [];
      channel.onmessage = ({data: {gone = [], digest}}: MessageEvent<LocalMessage>) => {
        for (const [id, reason] of gone)
          if (id === stranger.connectionId) said.push(digest === undefined ? String(reason) : `leader: ${reason}`);
      };
      return said;
    }

    it('whose reason arrives after its lock was released: the reason is awaited', async () => {
      const us = await join({grace: LATE});
      await enter();
      await us.recorder.seesJoin(stranger);
      const said = listen();
      release();
      await until(() => said.length > 0, 'we, who lead, have noticed and said so');
      expect(us.recorder.destroyed(stranger)).to.deep.equal([]);
      channel.postMessage(goodbye());
      expect(await us.recorder.seesLeave(stranger)).to.equal('clientDisconnected');
    });

    it('that announces its departure before it releases its lock: a newcomer is notified once it does', async () => {
      const us = await join({settle: LATE});
      await enter();
      await us.recorder.seesJoin(stranger);
      channel.postMessage({gone: [[stranger.connectionId, 'clientDisconnected']]});
      await us.recorder.seesLeave(stranger);
      const newcomer = await join({settle: LATE});
      expect(newcomer.recorder.timesSeen(stranger)).to.equal(1);
      release();
      expect(await newcomer.recorder.seesLeave(stranger)).to.equal('clientDisconnected');
      expect(us.recorder.destroyed(stranger)).to.have.lengthOf(1);
    });

    it('that announces its departure, and then the leader leaves: a newcomer is notified by the next leader', async () => {
      const leader = await join({settle: LATE});
      const next = await join({settle: 10_000});
      await enter();
      await next.recorder.seesJoin(stranger);
      channel.postMessage({gone: [[stranger.connectionId, 'clientDisconnected']]});
      await next.recorder.seesLeave(stranger);
      const newcomer = await join({settle: LATE});
      expect(newcomer.recorder.timesSeen(stranger)).to.equal(1);
      leader.leave();
      expect(await newcomer.recorder.seesLeave(stranger)).to.equal('clientDisconnected');
      release();
    });

    it('that announces its departure while the leader hangs: a newcomer asks the others for the reason', async () => {
      await lead();
      const us = await join({settle: LATE});
      const other = await join({settle: LATE});
      await enter();
      await Promise.all([us, other].map(({recorder}) => recorder.seesJoin(stranger)));
      channel.postMessage(goodbye());
      await Promise.all([us, other].map(({recorder}) => recorder.seesLeave(stranger)));
      const newcomers = [];
      for (let number = 0; number < 2; number++) {
        const frame = await addFrame();
        const {recorder, attempt} = start({grace: 500, settle: 50}, frame);
        newcomers.push({recorder, steps: new Stepwise(frame, attempt)});
      }
      // they have queried the locks
      for (const {steps} of newcomers) for (let step = 0; step < STEPS; step++) await steps.step();
      const said = listen();
      release();
      await released;
      await Promise.all(newcomers.map(({steps}) => steps.finish()));
      for (const {recorder} of newcomers) {
        expect(await recorder.seesLeave(stranger)).to.equal('clientDisconnected');
        expect(recorder.timesSeen(stranger)).to.equal(1);
      }
      for (const {recorder} of [us, other]) expect(recorder.destroyed(stranger)).to.deep.equal(['clientDisconnected']);
      // now all four know, and each answers once in all; a newcomer's question contains the reason, too, if another one's
      // was answered before
      for (let times = 0; times < 3; times++) channel.postMessage({gone: [[stranger.connectionId, null]]});
      await allDelivered();
      expect(said.filter((reason) => reason === 'clientDisconnected').length).to.be.within(4, 5);
    });

    it('that announces its departure before the leader joined: the leader asks for the reason', async () => {
      await enter();
      const frame = await addFrame();
      const {recorder, attempt} = start({settle: LATE}, frame);
      const other = new Stepwise(frame, attempt);
      await other.stopped(); // listens already, and waits for no lock
      channel.postMessage(goodbye());
      await allDelivered();
      const leader = await join({settle: LATE});
      expect(leader.recorder.timesSeen(stranger)).to.equal(1);
      await other.finish();
      release();
      expect(await leader.recorder.seesLeave(stranger)).to.equal('clientDisconnected');
      expect(recorder.timesSeen(stranger)).to.equal(0);
    });

    it('whose reason reaches only the leader, and late: the leader broadcasts it', async () => {
      const frame = await addFrame();
      const filter = filterMessages(frame);
      const leader = await join({grace: LATE, settle: LATE}, frame);
      await enter();
      await leader.recorder.seesJoin(stranger);
      const us = await join({grace: LATE, settle: LATE});
      const said = listen();
      release();
      await until(() => said.includes('leader: null'), 'the leader noticed');
      for (const ear of filter.open) ear.dispatchEvent(new MessageEvent('message', {data: goodbye()}));
      expect(await us.recorder.seesLeave(stranger)).to.equal('clientDisconnected');
    });

    it('that a query of the locks does not find: the leader is awaited before anybody asks', async () => {
      await lead();
      await enter();
      const us = await join({grace: LATE, settle: 20});
      const other = await join({grace: LATE, settle: 20});
      const said = listen();
      release();
      await released;
      const later = await join({settle: 100});
      const {creationTime} = later.own;
      await until(() => Date.now() > creationTime + 150, 'all have looked');
      await allDelivered();
      expect(said).to.deep.equal([]);
      channel.postMessage(goodbye());
      for (const {recorder} of [us, other]) expect(await recorder.seesLeave(stranger)).to.equal('clientDisconnected');
    });

    it('whose reason the leader does not know: nobody answers, since the leader will receive it too', async () => {
      const us = await join({settle: LATE});
      await enter();
      await us.recorder.seesJoin(stranger);
      channel.postMessage(goodbye());
      await us.recorder.seesLeave(stranger);
      const said = listen();
      channel.postMessage({gone: [[stranger.connectionId, null]], digest: ''});
      await allDelivered();
      expect(said).to.deep.equal([]);
      release();
    });

    it('that we reported as lost: we answer nobody', async () => {
      const us = await join({grace: 20, settle: LATE});
      await enter();
      await us.recorder.seesJoin(stranger);
      const said = listen();
      release();
      expect(await us.recorder.seesLeave(stranger)).to.equal('networkDisconnected');
      await until(() => said.length > 0, 'the leader has said that it is gone');
      said.length = 0;
      channel.postMessage({gone: [[stranger.connectionId, null]]});
      await allDelivered();
      expect(said).to.deep.equal([]);
    });

    it('that joins during a query of the locks: it is not reported as departed', async () => {
      const frame = await addFrame();
      const {navigator} = frame.window;
      const {locks} = navigator;
      const us = await join({grace: 50, settle: LATE}, frame);
      let look: () => void;
      const looked = new Promise<void>((listed) => {
        const go = new Promise<void>((resolve) => (look = resolve));
        Object.defineProperty(navigator, 'locks', {
          value: {
            request: locks.request.bind(locks),
            async query() {
              const snapshot = await locks.query();
              listed();
              await go;
              return snapshot;
            },
          },
        });
      });
      frame.window.document.dispatchEvent(new Event('resume'));
      await looked;
      await enter();
      await us.recorder.seesJoin(stranger);
      look!();
      // members that die later are detected later
      const other = stranger;
      const [release1, released1] = [release, released];
      await enter();
      await us.recorder.seesJoin(stranger);
      release();
      expect(await us.recorder.seesLeave(stranger)).to.equal('networkDisconnected');
      expect(us.recorder.destroyed(other)).to.deep.equal([]);
      release1();
      await released1;
    });
  });

  describe('of a member whose lock was stolen', () => {
    /** Joins, without being notified by the browser that its lock is stolen. */
    async function robbed(grace: number) {
      const frame = await addFrame();
      const {navigator} = frame.window;
      const {locks} = navigator;
      Object.defineProperty(navigator, 'locks', {
        value: {
          query: () => locks.query(),
          request: (...request: Parameters<LockManager['request']>) =>
            locks.request(...request).catch(() => new Promise(() => undefined)),
        },
      });
      const us = await join({grace, settle: LATE}, frame);
      const [name] = memberLocks(sessionPrefix(session.sessionId), us.own);
      await navigator.locks.request(name, {steal: true}, () => undefined);
      return {...us, look: () => frame.window.document.dispatchEvent(new Event('resume'))};
    }

    it('it notices that by itself, and is disconnected', async () => {
      const {recorder, look} = await robbed(50);
      look();
      expect(await recorder.out()).to.equal('networkDisconnected');
    });

    it('it waits for the reason', async () => {
      const {recorder, own, look} = await robbed(LATE);
      look();
      await navigator.locks.query();
      await join({});
      channel.postMessage({gone: [[own.connectionId, 'forceDisconnected']]});
      expect(await recorder.out()).to.equal('forceDisconnected');
    });
  });
});
