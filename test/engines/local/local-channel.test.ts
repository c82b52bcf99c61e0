import {expect} from '@open-wc/testing';
import {memberLocks, sessionPrefix} from '../../../src/engines/local/local-locks.js';
import {Connection} from '../../../src/values/connection.js';
import {LATE, allDelivered, channel, join, session, start, useChannel} from './channel.js';
import {addFrame, filterMessages} from './frame.js';
import {STEPS, Stepwise} from './stepwise.js';

describe('The channel of the local engine', () => {
  useChannel();

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

  describe('that is flooded with connections that hold no lock: the roster', () => {
    const flood = (count: number) => {
      for (let number = 0; number < count; number++)
        channel.postMessage({here: {connectionId: `forged-${number}`, creationTime: 1, data: 'x'.repeat(8192)}});
    };

    it('has 1000 of them, and then nobody new until the locks are queried', async () => {
      const us = await join({grace: LATE, settle: LATE, beat: LATE});
      flood(1500);
      const other = await join({settle: LATE});
      await allDelivered();
      expect(us.recorder.created).to.have.lengthOf(1000);
      document.dispatchEvent(new Event('resume'));
      await us.recorder.seesJoin(other.own);
      expect(us.recorder.created).to.have.lengthOf(1001);
    });

    it('contains only those that hold one again after a query', async () => {
      const leader = await join({grace: 20, settle: 50});
      const other = await join({grace: 20, settle: 50});
      flood(1500);
      const newcomer = await join({grace: 20, settle: 50});
      await allDelivered();
      document.dispatchEvent(new Event('resume'));
      const members = [leader, other, newcomer];
      const ids = members.map(({own}) => own.connectionId).sort();
      for (const {recorder} of members) {
        await recorder.seesJoin(newcomer.own);
        await recorder.until(() => recorder.present.length === 3);
        expect(recorder.present).to.deep.equal(ids);
      }
    });
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
      const {recorder, attempt} = start({settle: 20, beat: LATE}, frame);
      const joiner = new Stepwise(frame, attempt);
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
