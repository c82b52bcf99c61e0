import {expect} from '@open-wc/testing';
import type {EngineHandle} from '../../../src/engines/engine.js';
import {createLocalEngine} from '../../../src/engines/local/local-engine.js';
import {heldConnections, sessionPrefix} from '../../../src/engines/local/local-locks.js';
import type {SessionConfig} from '../../../src/values/session-config.js';
import {until} from '../../wait.js';
import {randomFrom} from '../../random-from.js';
import {Recorder} from '../recorder.js';
import {addFrame, removeFrames, type Frame} from './frame.js';
import {locksOf, newSession} from './local-session.js';
import {STEPS, Stepwise} from './stepwise.js';

/** Every order in which two members can take their steps. */
function orders(first: number, second: number): string[] {
  if (!first || !second) return ['A'.repeat(first) + 'B'.repeat(second)];
  return [
    ...orders(first - 1, second).map((order) => `A${order}`),
    ...orders(first, second - 1).map((order) => `B${order}`),
  ];
}

// repairs happen so late that no test would see them: the result must be right without them
const TIMINGS = {grace: 100, settle: 600_000, beat: 600_000};

describe('Members of the local engine that join and leave at the same time', function () {
  this.timeout(30_000);
  let frames: Frame[];
  let session: SessionConfig;
  let leaving: AbortController[];

  before(async () => {
    frames = await Promise.all(Array.from({length: 6}, addFrame));
  });
  after(removeFrames);
  beforeEach(() => {
    session = newSession('role=moderator');
    leaving = [];
  });
  afterEach(nobodyIsLeft);

  async function nobodyIsLeft() {
    for (const abort of leaving.splice(0)) abort.abort();
    await until(async () => (await locksOf(session)).length === 0, 'nothing is left');
  }

  function start(frame: Frame, timings = TIMINGS) {
    const recorder = new Recorder();
    const abort = new AbortController();
    leaving.push(abort);
    return {recorder, abort, attempt: () => frame.createLocalEngine(timings)(session, recorder, abort.signal)};
  }

  async function join(frame: Frame) {
    const {recorder, abort, attempt} = start(frame);
    const handle: EngineHandle = await attempt();
    return {recorder, abort, handle, own: recorder.own!};
  }

  function stepwise(frame: Frame) {
    const {recorder, abort, attempt} = start(frame);
    return {recorder, abort, steps: new Stepwise(frame, attempt)};
  }

  /** Resolves when every message has been delivered: after it, a visitor joined and left. */
  async function allDelivered(...recorders: Recorder[]) {
    const visitor = await join(frames[5]!);
    await Promise.all(recorders.map((recorder) => recorder.seesJoin(visitor.own)));
    visitor.abort.abort();
    await Promise.all(recorders.map((recorder) => recorder.seesLeave(visitor.own)));
  }

  for (const company of ['with nobody else', 'with others there'])
    it(`two members join, ${company}: in any order of their steps, each sees the other once`, async () => {
      for (const order of orders(STEPS, STEPS)) {
        session = newSession();
        const others = company === 'with nobody else' ? [] : [await join(frames[2]!), await join(frames[3]!)];
        const joiners = {A: stepwise(frames[0]!), B: stepwise(frames[1]!)};
        for (const letter of order) await joiners[letter as 'A' | 'B'].steps.step();
        const {A, B} = joiners;
        await A.recorder.seesJoin(B.recorder.own!);
        await B.recorder.seesJoin(A.recorder.own!);
        await allDelivered(A.recorder, B.recorder);
        for (const [recorder, own] of [
          [A.recorder, B.recorder.own!],
          [B.recorder, A.recorder.own!],
          ...others.flatMap(({recorder: seen, own: someone}) => [
            [seen, A.recorder.own!] as const,
            [seen, B.recorder.own!] as const,
            [A.recorder, someone] as const,
            [B.recorder, someone] as const,
          ]),
        ] as const) {
          expect(recorder.timesSeen(own), order).to.equal(1);
          expect(recorder.destroyed(own), order).to.deep.equal([]);
        }
        await nobodyIsLeft();
      }
    });

  for (const leads of [true, false])
    it(`a member that ${leads ? 'leads' : 'does not lead'} leaves at any step of another one’s joining: both rosters are right in the end`, async () => {
      for (let steps = 0; steps <= STEPS; steps++) {
        session = newSession();
        const first = await join(frames[2]!);
        const second = await join(frames[3]!);
        const [leaver, witness] = leads ? [first, second] : [second, first];
        await first.recorder.seesJoin(second.own);
        const joiner = stepwise(frames[0]!);
        for (let step = 0; step < steps; step++) await joiner.steps.step();
        leaver.abort.abort();
        await joiner.steps.finish();
        expect(await witness.recorder.seesLeave(leaver.own)).to.equal('clientDisconnected');
        await allDelivered(joiner.recorder, witness.recorder);
        await until(() => !joiner.recorder.present.includes(leaver.own.connectionId), `gone after ${steps} steps`);
        const seen = joiner.recorder.timesSeen(leaver.own);
        expect(joiner.recorder.destroyed(leaver.own)).to.deep.equal(seen ? ['clientDisconnected'] : []);
        expect(witness.recorder.timesSeen(joiner.recorder.own!)).to.equal(1);
        await nobodyIsLeft();
      }
    });

  it('a member leaves at any step of the only other one’s joining: in the end that one is alone', async () => {
    for (let steps = 0; steps <= STEPS; steps++) {
      session = newSession();
      const leaver = await join(frames[2]!);
      const joiner = stepwise(frames[0]!);
      for (let step = 0; step < steps; step++) await joiner.steps.step();
      leaver.abort.abort();
      await joiner.steps.finish();
      await joiner.recorder.until(() => joiner.recorder.present.length === 1);
      expect(joiner.recorder.present).to.deep.equal([joiner.recorder.own!.connectionId]);
      await nobodyIsLeft();
    }
  });

  it('a member that aborts joining, at any step, is gone, and was not notified', async () => {
    for (let steps = 0; steps < STEPS; steps++) {
      session = newSession();
      const witness = await join(frames[2]!);
      const joiner = stepwise(frames[0]!);
      for (let step = 0; step < steps; step++) await joiner.steps.step();
      await joiner.steps.stopped();
      const reason = new Error('never mind');
      joiner.abort.abort(reason);
      expect(await joiner.steps.finish()).to.equal(reason);
      expect(joiner.recorder.calls).to.deep.equal([]);
      await allDelivered(witness.recorder);
      expect(witness.recorder.present).to.deep.equal([witness.own.connectionId]);
      const held = async () => [...(await heldConnections(sessionPrefix(session.sessionId))).keys()];
      await until(async () => String(await held()) === witness.own.connectionId, 'no lock is left');
      await nobodyIsLeft();
    }
  });

  it('a member that is removed before it has joined is refused, and was not notified', async () => {
    for (let steps = 1; steps < STEPS; steps++) {
      const moderator = await join(frames[2]!);
      const joiner = stepwise(frames[0]!);
      for (let step = 0; step < steps; step++) await joiner.steps.step();
      await moderator.recorder.until(() => moderator.recorder.created.length === 1);
      await moderator.handle.forceDisconnect(moderator.recorder.created[0]!);
      expect(await joiner.steps.finish()).to.have.property('code', 'permission-denied');
      expect(joiner.recorder.calls).to.deep.equal([]);
      expect(moderator.recorder.destroyed(moderator.recorder.created[0]!)).to.deep.equal(['forceDisconnected']);
      await nobodyIsLeft();
    }
  });

  const seed = Date.now(); // to repeat a run, use the seed in its title
  it(`many members, at random (seed ${seed}): in the end all rosters are right, and each member was reported once`, async () => {
    const random = randomFrom(seed);
    const members: Awaited<ReturnType<typeof join>>[] = [];
    const everyone: Recorder[] = [];
    for (let round = 0; round < 6; round++) {
      const comers = await Promise.all(
        Array.from({length: 24}, async (_, index) => {
          // drawn all at once, so that they are the same for the same seed
          const [who, leaves, regrets] = [random(), random(), random()];
          const [leaver] = leaves < 0.45 ? members.splice(Math.floor(who * members.length), 1) : [];
          if (leaver) {
            leaver.abort.abort();
            return [];
          }
          const member = await join(frames[index % 5]!);
          everyone.push(member.recorder);
          if (regrets >= 0.3) return [member];
          member.abort.abort();
          return [];
        }),
      );
      members.push(...comers.flat());
    }
    const truth = members.map(({own}) => own.connectionId).sort();
    for (const {recorder} of members) await recorder.until(() => String(recorder.present) === String(truth));
    expect([...(await heldConnections(sessionPrefix(session.sessionId))).keys()].sort()).to.deep.equal(truth);
    for (const recorder of everyone) {
      for (const connection of [...recorder.roster, ...recorder.created])
        expect(recorder.timesSeen(connection)).to.equal(1);
      for (const {own} of members) expect(recorder.destroyed(own).length).to.equal(0);
    }
  });

  it('are in order: the own connection, then the others by age', async () => {
    const members = [];
    for (const frame of frames.slice(0, 4)) members.push(await join(frame));
    const {recorder} = await join(frames[4]!);
    const [own, ...others] = recorder.roster;
    expect(own).to.equal(recorder.own);
    const byAge = members
      .map((member) => member.own)
      .sort((a, b) => a.creationTime - b.creationTime || (a.connectionId < b.connectionId ? -1 : 1));
    expect(others.map(({connectionId}) => connectionId)).to.deep.equal(byAge.map(({connectionId}) => connectionId));
  });

  it('have the whole of their data', async () => {
    const data = 'é😀"\\|:&=+%\u2028한'.repeat(600);
    session = {...session, token: new URLSearchParams({data}).toString()};
    const long = await join(frames[0]!);
    const before = new Recorder();
    await createLocalEngine(TIMINGS)(session, before, leaving[0]!.signal);
    const later = await join(frames[1]!);
    await before.seesJoin(later.own);
    expect(long.own.data).to.equal(data);
    for (const {roster, created} of [before, later.recorder])
      for (const connection of [...roster, ...created]) expect(connection.data).to.equal(data);
  });
});
