import {expect} from '@open-wc/testing';
import {createLocalEngine} from '../../../src/engines/local/local-engine.js';
import {sessionPrefix} from '../../../src/engines/local/local-locks.js';
import type {LocalMessage} from '../../../src/engines/local/local-messages.js';
import type {LocalTimings} from '../../../src/engines/local/local-timings.js';
import type {Connection} from '../../../src/values/connection.js';
import {rejection} from '../../rejection.js';
import {until} from '../../wait.js';
import {countTimers} from '../../fakes/timers.js';
import {Recorder} from '../recorder.js';
import {filterMessages, addFrame, removeFrames, type Frame} from './frame.js';
import {locksOf, newSession} from './local-session.js';
import {Stepwise} from './stepwise.js';

describe('A page of the local engine', () => {
  const session = newSession('role=moderator');
  let frame: Frame;
  let abort: AbortController;
  let inFrame: Recorder;
  let witness: Recorder;
  let leaving: AbortController[];

  beforeEach(async () => {
    leaving = [];
    frame = await addFrame();
    abort = new AbortController();
    inFrame = new Recorder();
    ({recorder: witness} = await joinHere());
  });
  afterEach(async () => {
    abort.abort();
    for (const one of leaving) one.abort();
    removeFrames();
    await until(async () => (await locksOf(session)).length === 0, 'nothing is left');
  });

  async function joinHere(timings: Partial<LocalTimings> = {}) {
    const recorder = new Recorder();
    const leave = new AbortController();
    leaving.push(leave);
    const handle = await createLocalEngine(timings)(session, recorder, leave.signal);
    return {recorder, leave, handle, own: recorder.own!};
  }

  async function joinInFrame(timings: Partial<LocalTimings> = {}) {
    const handle = await frame.createLocalEngine(timings)(session, inFrame, abort.signal);
    await witness.seesJoin(inFrame.own!);
    return handle;
  }

  /** As the browser does when the page enters the back/forward cache, and when it is restored. */
  function dispatch(type: 'pagehide' | 'pageshow', persisted = true) {
    frame.window.dispatchEvent(new frame.window.PageTransitionEvent(type, {persisted}));
  }

  async function noLockIsLeft({connectionId}: Connection) {
    await until(
      async () => !(await locksOf(session)).some((lock) => lock.includes(connectionId)),
      'it has no lock any more',
    );
  }

  const ends = () => inFrame.calls.filter(([call]) => call === 'disconnected');

  it('that enters the back/forward cache leaves: the others are notified, and it keeps no lock, timer, or listener', async () => {
    const {timers} = countTimers(frame.window);
    const filter = filterMessages(frame);
    await joinInFrame();
    expect(timers.size).to.be.greaterThan(0);
    expect(filter.open.size).to.equal(1);
    dispatch('pagehide');
    expect([timers.size, filter.open.size]).to.deep.equal([0, 0]);
    expect(await witness.seesLeave(inFrame.own!)).to.equal('clientDisconnected');
    await noLockIsLeft(inFrame.own!);
    expect(timers.size).to.equal(0);
  });

  it('that is restored from there receives networkDisconnected, once', async () => {
    await joinInFrame();
    dispatch('pagehide');
    expect(ends()).to.deep.equal([]);
    dispatch('pageshow');
    expect(ends()).to.deep.equal([['disconnected', 'networkDisconnected']]);
    dispatch('pagehide');
    dispatch('pageshow');
    expect(ends()).to.have.lengthOf(1);
  });

  it('that is restored can join again, with a new connection', async () => {
    await joinInFrame();
    const before = inFrame.own!;
    dispatch('pagehide');
    dispatch('pageshow');
    inFrame = new Recorder();
    await joinInFrame();
    expect(inFrame.own!.connectionId).not.to.equal(before.connectionId);
    expect(inFrame.present).to.deep.equal([inFrame.own!, witness.own!].map(({connectionId}) => connectionId).sort());
  });

  it('that is restored after it left receives nothing', async () => {
    await joinInFrame();
    dispatch('pagehide');
    abort.abort();
    dispatch('pageshow');
    expect(ends()).to.deep.equal([]);
  });

  it('that is not restored from the back/forward cache receives nothing', async () => {
    await joinInFrame();
    dispatch('pagehide', false);
    dispatch('pageshow', false);
    expect(ends()).to.deep.equal([]);
  });

  it('that was removed from the session before it was unloaded receives only that', async () => {
    await joinInFrame();
    const {handle, recorder} = await joinHere();
    await recorder.seesJoin(inFrame.own!);
    await handle.forceDisconnect(inFrame.own!);
    await inFrame.out();
    dispatch('pagehide');
    dispatch('pageshow');
    expect(ends()).to.deep.equal([['disconnected', 'forceDisconnected']]);
  });

  it('that is in the back/forward cache cannot remove anybody', async () => {
    const handle = await joinInFrame();
    dispatch('pagehide');
    const error = await rejection(handle.forceDisconnect(witness.own!));
    expect(error).to.have.property('code', 'not-connected');
  });

  for (const steps of [0, 1, 2])
    it(`that is cached after ${steps} steps of joining is refused when it is restored, and received nothing`, async () => {
      const joiner = new Stepwise(frame, () => frame.createLocalEngine()(session, inFrame, abort.signal));
      for (let step = 0; step < steps; step++) await joiner.step();
      await joiner.stopped();
      dispatch('pagehide');
      dispatch('pageshow');
      expect(await joiner.finish()).to.have.property('code', 'connect-failed');
      expect(inFrame.calls).to.deep.equal([]);
    });

  it('that leaves keeps no timer and no listener', async () => {
    const {timers} = countTimers(frame.window);
    const filter = filterMessages(frame);
    await joinInFrame({beat: 20});
    const visitor = await joinHere();
    await inFrame.seesJoin(visitor.own);
    visitor.leave.abort();
    await inFrame.seesLeave(visitor.own);
    abort.abort();
    expect([timers.size, filter.open.size]).to.deep.equal([0, 0]);
    await witness.seesLeave(inFrame.own!);
    expect(timers.size).to.equal(0);
  });

  it('that leaves sends the browser no more queries', async () => {
    await joinInFrame();
    let asked = 0;
    const {locks} = frame.window.navigator;
    const query = locks.query.bind(locks);
    locks.query = () => {
      asked++;
      return query();
    };
    abort.abort();
    await witness.seesLeave(inFrame.own!);
    await noLockIsLeft(inFrame.own!);
    expect(asked).to.equal(0);
  });

  it('that is shown again while it joins continues', async () => {
    const joiner = new Stepwise(frame, () => frame.createLocalEngine({grace: 0})(session, inFrame, abort.signal));
    await joiner.stopped();
    frame.window.document.dispatchEvent(new Event('resume'));
    const visitor = await joinHere();
    visitor.leave.abort();
    await witness.seesLeave(visitor.own);
    expect(await joiner.finish()).to.have.property('capabilities');
    expect(inFrame.calls).to.have.lengthOf(1);
  });

  it('pitfall 18: whose timers are throttled, as in a hidden page, is not removed', async () => {
    // the leader should send often
    leaving[0]!.abort();
    ({recorder: witness} = await joinHere({beat: 15}));
    const other = await joinHere({beat: 15});
    Object.assign(frame.window, {setTimeout: () => 0});
    await joinInFrame({beat: 15});
    await other.recorder.seesJoin(inFrame.own!);
    let words = 0;
    const channel = new BroadcastChannel(sessionPrefix(session.sessionId));
    channel.onmessage = ({data: {digest}}: MessageEvent<LocalMessage>) => {
      if (digest !== undefined) words++;
    };
    await until(() => words >= 10, 'the leader has spoken ten times');
    channel.close();
    for (const recorder of [witness, other.recorder]) expect(recorder.present).to.include(inFrame.own!.connectionId);
    // no mistake of the leader was corrected: nobody was notified
    for (const recorder of [witness, other.recorder]) expect(recorder.destroyed(inFrame.own!)).to.deep.equal([]);
    expect(ends()).to.deep.equal([]);
  });

  for (const event of ['resume', 'visibilitychange'])
    it(`that was frozen or hidden catches up on what it has missed (${event})`, async () => {
      const filter = filterMessages(frame);
      await joinInFrame({settle: 600_000, grace: 50});
      const leaver = await joinHere();
      await inFrame.seesJoin(leaver.own);
      filter.drops = true;
      leaver.leave.abort();
      await witness.seesLeave(leaver.own);
      const comer = await joinHere();
      expect(inFrame.present).to.include(leaver.own.connectionId);
      expect(inFrame.present).not.to.include(comer.own.connectionId);
      frame.window.document.dispatchEvent(new Event(event));
      await inFrame.seesJoin(comer.own);
      expect(await inFrame.seesLeave(leaver.own)).to.equal('networkDisconnected');
    });
});
