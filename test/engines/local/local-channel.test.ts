import {expect, waitUntil} from '@open-wc/testing';
import {createLocalEngine} from '../../../src/engines/local/local-engine.js';
import {sessionPrefix} from '../../../src/engines/local/local-locks.js';
import type {LocalTimings} from '../../../src/engines/local/local-timings.js';
import {Connection} from '../../../src/session/connection.js';
import type {SessionConfig} from '../../../src/session/session-config.js';
import {Recorder} from '../recorder.js';
import {addEars, addFrame, removeFrames, type Frame} from './frame.js';
import {locksOf, newSession} from './local-session.js';

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
    await waitUntil(async () => (await locksOf(session)).length === 0, 'nothing is left', {interval: 5});
  });

  async function join(timings: Partial<LocalTimings>, frame?: Frame) {
    const told = new Recorder();
    const abort = new AbortController();
    leaving.push(abort);
    await (frame?.createLocalEngine ?? createLocalEngine)(timings)(session, told, abort.signal);
    return {told, leave: () => abort.abort(), own: told.own!};
  }

  it('carries junk, and nothing happens', async () => {
    const us = await join({});
    const other = await join({});
    await us.told.sees(other.own);
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
    await us.told.sees(witness.own);
    await other.told.sees(witness.own);
    expect(us.told.calls.map(([call]) => call)).to.deep.equal(['connected', 'connectionCreated', 'connectionCreated']);
    expect(other.told.calls.map(([call]) => call)).to.deep.equal(['connected', 'connectionCreated']);
  });

  it('can bring a connection that nobody holds a lock of: the leader finds out, whatever the other timings', async () => {
    const leader = await join({grace: 50, settle: LATE, beat: LATE});
    const other = await join({grace: 50, settle: LATE, beat: LATE});
    channel.postMessage({here: {connectionId: 'forged', creationTime: 1, data: ''}});
    const forged = new Connection('forged', 1, '');
    for (const {told} of [leader, other]) expect(await told.misses(forged)).to.equal('networkDisconnected');
  });

  it('can bring the word that we left by ourselves, which we would know: we are out, but not by our own will', async () => {
    const us = await join({});
    channel.postMessage({gone: [[us.own.connectionId, 'clientDisconnected']]});
    expect(await us.told.out()).to.equal('networkDisconnected');
  });

  it('can bring two reasons for one departure: the first one counts', async () => {
    const us = await join({});
    const other = await join({});
    await us.told.sees(other.own);
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
    await us.told.sees(witness.own);
    expect(us.told.destroyed(other.own)).to.deep.equal(['networkDisconnected']);
    expect(us.told.timesSeen(other.own)).to.equal(1);
  });

  describe('of one that loses messages', () => {
    it('just after it joined: it looks again', async () => {
      const frame = await addFrame();
      const ears = addEars(frame);
      const us = await join({settle: 150, beat: LATE}, frame);
      ears.deaf = true;
      const other = await join({});
      await us.told.sees(other.own);
      expect(us.told.calls.map(([call]) => call)).to.deep.equal(['connected', 'connectionCreated']);
    });

    it('later: it sees by the next word of the leader that it does not know the same, and looks', async () => {
      const frame = await addFrame();
      const ears = addEars(frame);
      await join({settle: LATE, beat: 100});
      const us = await join({settle: LATE, beat: LATE, grace: 50}, frame);
      const leaver = await join({settle: LATE, beat: LATE});
      await us.told.sees(leaver.own);
      ears.deaf = true;
      leaver.leave();
      const other = await join({settle: LATE, beat: LATE});
      await other.told.until(() => !other.told.here.includes(leaver.own.connectionId));
      ears.deaf = false;
      await us.told.sees(other.own);
      expect(await us.told.misses(leaver.own)).to.be.oneOf(['networkDisconnected', 'clientDisconnected']);
    });
  });

  it('brings the reason of a departure late, when the lock is free already: it is waited for', async () => {
    const us = await join({grace: 400});
    const abort = new AbortController();
    const frame = await addFrame();
    // it dies without a word, as by a crash, and then the word comes all the same
    frame.window.BroadcastChannel.prototype.postMessage = () => undefined;
    const told = new Recorder();
    await frame.createLocalEngine({})(session, told, abort.signal);
    const own = told.own!;
    channel.postMessage({here: {...own}});
    await us.told.sees(own);
    abort.abort();
    await waitUntil(async () => !(await locksOf(session)).some((lock) => lock.includes(own.connectionId)));
    expect(us.told.destroyed(own)).to.deep.equal([]);
    channel.postMessage({gone: [[own.connectionId, 'clientDisconnected']]});
    expect(await us.told.misses(own)).to.equal('clientDisconnected');
  });
});
