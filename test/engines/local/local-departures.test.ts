import {expect} from '@open-wc/testing';
import type {EngineHandle} from '../../../src/engines/engine.js';
import {createLocalEngine} from '../../../src/engines/local/local-engine.js';
import {heldConnections, leaderLock, memberLocks, sessionPrefix} from '../../../src/engines/local/local-locks.js';
import type {LocalTimings} from '../../../src/engines/local/local-timings.js';
import {Connection} from '../../../src/values/connection.js';
import type {SessionConfig} from '../../../src/values/session-config.js';
import {rejection} from '../../rejection.js';
import {until} from '../../wait.js';
import {Recorder} from '../recorder.js';
import {addFrame, removeFrames, type Frame} from './frame.js';
import {lineFor, locksOf, newSession} from './local-session.js';
import type {WorkerOrder} from './member-worker.js';

const TIMINGS: Partial<LocalTimings> = {grace: 100, settle: 200};

describe('Leaving a session of the local engine', () => {
  let session: SessionConfig;
  let abort: AbortController;
  let workers: Worker[];
  let us: Recorder;
  let handle: EngineHandle;

  beforeEach(async () => {
    session = newSession('role=moderator');
    abort = new AbortController();
    workers = [];
    await joinHere(TIMINGS);
  });
  afterEach(async () => {
    abort.abort();
    for (const worker of workers) worker.terminate();
    removeFrames();
    await until(async () => (await locksOf(session)).length === 0, 'nothing is left');
  });

  async function joinHere(timings: Partial<LocalTimings>): Promise<void> {
    us = new Recorder();
    handle = await createLocalEngine(timings)(session, us, abort.signal);
  }

  /** Resolves when a member in a frame has joined and been reported. */
  async function joinInFrame(frame?: Frame) {
    frame ??= await addFrame();
    const recorder = new Recorder();
    await frame.createLocalEngine(TIMINGS)(session, recorder, abort.signal);
    const own = recorder.own!;
    await us.seesJoin(own);
    return {frame, own, recorder};
  }

  /** Resolves when a worker has joined. */
  async function startWorker(timings: Partial<LocalTimings>) {
    const worker = new Worker(new URL('./member-worker.ts', import.meta.url), {type: 'module'});
    workers.push(worker);
    const order = (what: WorkerOrder) => worker.postMessage(what);
    const said: string[] = [];
    const says = (word: string, timeLimit?: number) =>
      until(() => said.includes(word), `a worker says ${word}`, timeLimit);
    const joined = new Promise<Connection>((resolve) => {
      worker.onmessage = ({data}: MessageEvent<Connection | string>) => {
        if (typeof data === 'string') said.push(data);
        else resolve(new Connection(data.connectionId, data.creationTime, data.data));
      };
    });
    order({join: session, timings});
    return {own: await joined, worker, order, says, said};
  }

  /** Resolves when a worker has joined and been reported. */
  async function joinInWorker(timings = TIMINGS) {
    const member = await startWorker(timings);
    await us.seesJoin(member.own);
    return member;
  }

  describe('with its frame', () => {
    it('removed: clientDisconnected', async () => {
      const {frame, own} = await joinInFrame();
      frame.element.remove();
      expect(await us.seesLeave(own)).to.equal('clientDisconnected');
    });

    it('navigated away: clientDisconnected', async () => {
      const {frame, own} = await joinInFrame();
      frame.element.removeAttribute('srcdoc');
      frame.element.src = 'about:blank';
      expect(await us.seesLeave(own)).to.equal('clientDisconnected');
    });

    it('reloaded: clientDisconnected', async () => {
      const {frame, own} = await joinInFrame();
      frame.window.location.reload();
      expect(await us.seesLeave(own)).to.equal('clientDisconnected');
    });

    it('removed with several members in it: each clientDisconnected, once', async () => {
      const {frame} = await joinInFrame();
      const members = await Promise.all(Array.from({length: 5}, () => joinInFrame(frame)));
      frame.element.remove();
      await Promise.all(members.map(({own}) => us.seesLeave(own)));
      for (const {own} of members) expect(us.destroyed(own)).to.deep.equal(['clientDisconnected']);
    });

    it('closed, with the first listener interrupted: still clientDisconnected', async () => {
      const {frame, own} = await joinInFrame();
      const {prototype} = frame.window.BroadcastChannel;
      // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its `this`
      const {postMessage} = prototype;
      prototype.postMessage = () => {
        prototype.postMessage = postMessage;
        throw new Error('Interrupted.');
      };
      frame.window.addEventListener('error', (event) => event.preventDefault());
      frame.element.remove();
      expect(await us.seesLeave(own)).to.equal('clientDisconnected');
    });
  });

  describe('without a message', () => {
    it('a worker is terminated: networkDisconnected', async () => {
      const {own, worker} = await joinInWorker();
      worker.terminate();
      expect(await us.seesLeave(own)).to.equal('networkDisconnected');
    });

    it('several at once: each networkDisconnected, once, for all members', async () => {
      const members = await Promise.all(Array.from({length: 4}, () => joinInWorker()));
      const {recorder} = await joinInFrame();
      for (const {worker} of members) worker.terminate();
      for (const each of [us, recorder])
        for (const {own} of members) expect(await each.seesLeave(own)).to.equal('networkDisconnected');
      for (const {own} of members) expect([us.destroyed(own), recorder.destroyed(own)].flat()).to.have.lengthOf(2);
    });

    it('the leader, and another one with it: the next in line leads, and detects both', async () => {
      session = newSession();
      const first = await startWorker(TIMINGS);
      await joinHere(TIMINGS);
      const second = await joinInWorker();
      const third = await joinInWorker();
      first.worker.terminate();
      second.worker.terminate();
      expect(await us.seesLeave(first.own)).to.equal('networkDisconnected');
      expect(await us.seesLeave(second.own)).to.equal('networkDisconnected');
      third.worker.terminate();
      expect(await us.seesLeave(third.own)).to.equal('networkDisconnected');
    });

    it('while the leader hangs: another member takes the lead, and nobody is removed for hanging', async function () {
      this.timeout(20_000);
      session = newSession();
      const timings = {grace: 100, settle: 60_000, beat: 200};
      const leader = await startWorker(timings);
      await joinHere(timings);
      const {own, worker} = await joinInWorker(timings);
      const prefix = sessionPrefix(session.sessionId);
      const line = () => lineFor(leaderLock(prefix));
      const [itself] = await lineFor(memberLocks(prefix, leader.own)[0]);
      leader.order({hang: 6000});
      await leader.says('hanging');
      // on a busy machine, others may treat it as hanging before it does
      await until(async () => (await line())[0] !== itself, 'the lead is taken');
      worker.terminate();
      expect(await us.seesLeave(own)).to.equal('networkDisconnected');
      expect(leader.said).to.deep.equal(['hanging']);
      await leader.says('back', 12_000);
      expect(us.present).to.have.lengthOf(2);
      expect(leader.said).to.deep.equal(['hanging', 'back']);
      await until(async () => (await line()).includes(itself), 'it stands in line again');
    });

    it('while we hang: the leader stays, although we have not received anything from it meanwhile', async function () {
      this.timeout(20_000);
      session = newSession();
      // rare enough that the leader is received in time even on a busy machine
      const timings = {grace: 100, settle: 60_000, beat: 800};
      const leader = await startWorker(timings);
      await joinHere(timings);
      const prefix = sessionPrefix(session.sessionId);
      const line = () => lineFor(leaderLock(prefix));
      const [itself] = await lineFor(memberLocks(prefix, leader.own)[0]);
      for (let time = 0; time < 3; time++) {
        const end = performance.now() + 3000;
        while (performance.now() < end);
        expect((await line())[0], `after ${time + 1} times`).to.equal(itself);
        // not in sync with the messages
        await new Promise((resolve) => setTimeout(resolve, 100 + 300 * time));
        expect((await line())[0], `after ${time + 1} times`).to.equal(itself);
      }
    });
  });

  describe('by forceDisconnect()', () => {
    it('while it hangs: the others are notified at once, and it once it responds again', async () => {
      const {own, order, says, said} = await joinInWorker();
      order({hang: 3000});
      await says('hanging');
      await handle.forceDisconnect(own);
      expect(await us.seesLeave(own)).to.equal('forceDisconnected');
      const held = await heldConnections(sessionPrefix(session.sessionId));
      expect([...held.keys()]).to.deep.equal(us.present);
      expect(said).not.to.include('back');
      await says('forceDisconnected');
    });

    it('with its lock stolen and no message: forceDisconnected for itself', async () => {
      const {own, recorder} = await joinInFrame();
      const name = (await locksOf(session)).find((lock) => lock.includes(own.connectionId))!;
      await navigator.locks.request(name, {steal: true}, () => undefined);
      expect(await recorder.out()).to.equal('forceDisconnected');
      expect(await us.seesLeave(own)).to.equal('networkDisconnected');
    });

    it('of a member with long data', async () => {
      session = {...session, token: `data=${'long'.repeat(2000)}`};
      const {own, recorder} = await joinInFrame();
      expect(own.data).to.have.lengthOf(8000);
      await handle.forceDisconnect(new Connection(own.connectionId, 0, ''));
      expect(await recorder.out()).to.equal('forceDisconnected');
      expect(us.destroyed(own)).to.deep.equal(['forceDisconnected']);
    });

    it('of an unknown connection names it', async () => {
      const error = await rejection(handle.forceDisconnect(new Connection('nobody', 0, '')));
      expect(error).to.include({code: 'unknown-connection', message: 'No connection "nobody" is in the session.'});
    });
  });
});
