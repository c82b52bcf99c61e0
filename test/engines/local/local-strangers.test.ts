import {expect} from '@open-wc/testing';
import {leaderLock, memberLocks, sessionPrefix} from '../../../src/engines/local/local-locks.js';
import type {LocalMessage} from '../../../src/engines/local/local-messages.js';
import {Connection} from '../../../src/values/connection.js';
import {until} from '../../wait.js';
import {LATE, allDelivered, channel, join, leaving, session, start, useChannel} from './channel.js';
import {addFrame, filterMessages} from './frame.js';
import {STEPS, Stepwise} from './stepwise.js';

describe('The channel of the local engine', () => {
  useChannel();

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
});
