import {createLocalEngine} from '../../../src/engines/local/local-engine.js';
import {sessionPrefix} from '../../../src/engines/local/local-locks.js';
import type {LocalTimings} from '../../../src/engines/local/local-timings.js';
import type {SessionConfig} from '../../../src/values/session-config.js';
import {until} from '../../wait.js';
import {Recorder} from '../recorder.js';
import {removeFrames, type Frame} from './frame.js';
import {locksOf, newSession} from './local-session.js';

/** Later than any test ends. */
export const LATE = 600_000;

export let session: SessionConfig;
/** The channel of the members of the session. */
export let channel: BroadcastChannel;
/** Aborted at the end of the test. */
export let leaving: AbortController[];

/** From here on, each test of the file has a session of its own, which everybody leaves at its end. */
export function useChannel(): void {
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
}

/** A member that joins when `attempt()` is called, in this page or in a frame. */
export function start(timings: Partial<LocalTimings>, frame?: Frame) {
  const recorder = new Recorder();
  const abort = new AbortController();
  leaving.push(abort);
  const engine = (frame?.createLocalEngine ?? createLocalEngine)(timings);
  return {recorder, leave: () => abort.abort(), attempt: () => engine(session, recorder, abort.signal)};
}

/** A member that has joined. */
export async function join(timings: Partial<LocalTimings>, frame?: Frame) {
  const {recorder, leave, attempt} = start(timings, frame);
  await attempt();
  return {recorder, leave, own: recorder.own!};
}

/** Resolves when every message and its answers have been delivered: after them, visitors joined and left. */
export async function allDelivered(): Promise<void> {
  for (let round = 0; round < 2; round++) {
    const visitor = await join({settle: LATE});
    const witness = await join({settle: LATE});
    await visitor.recorder.seesJoin(witness.own);
    visitor.leave();
    await witness.recorder.seesLeave(visitor.own);
    witness.leave();
  }
}
