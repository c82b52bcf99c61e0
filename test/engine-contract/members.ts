import type {Engine, EngineHandle} from '../../src/engines/engine.js';
import type {Connection} from '../../src/values/connection.js';
import type {SessionConfig} from '../../src/values/session-config.js';
import {Recorder} from '../engines/recorder.js';
import {until} from '../wait.js';

/** What the suite needs from an engine, created for each test. */
export interface EngineContractSetup {
  readonly engine: Engine;
  /** The same engine for the other members of the session: in a frame, for example. */
  readonly elsewhere: Engine;
  /** For an empty session, without the capability to remove others. */
  readonly publisher: SessionConfig;
  /** For the same session, with that capability. */
  readonly moderator: SessionConfig;
  /** For another session; by default, one with another id. */
  readonly other?: SessionConfig;
  /** Makes the next attempt fail. Returns its configuration. */
  readonly refuse: () => SessionConfig;
  /** What remains of the engine: locks, sockets, members. Empty when all have left. */
  readonly leftovers: () => unknown[] | Promise<unknown[]>;
}

export interface Member {
  readonly own: Connection;
  readonly recorder: Recorder;
  readonly handle: EngineHandle;
  leave(reason?: unknown): void;
}

// those of the current test, as in the setup
export let engine: Engine;
export let elsewhere: Engine;
export let publisher: SessionConfig;
export let moderator: SessionConfig;
export let another: SessionConfig;
export let refuse: () => SessionConfig;
export let leftovers: () => unknown[] | Promise<unknown[]>;
let leaving: AbortController[];

/** From here on, each test of the suite has an engine of its own, whose members leave at its end. */
export function useEngine(setup: () => EngineContractSetup | Promise<EngineContractSetup>): void {
  beforeEach(async () => {
    const made = await setup();
    ({engine, elsewhere, publisher, moderator, refuse, leftovers} = made);
    another = made.other ?? {...publisher, sessionId: `${publisher.sessionId}-other`};
    leaving = [];
  });

  afterEach(async () => {
    for (const abort of leaving) abort.abort();
    await nothingIsLeft();
  });
}

/** Joins until the end of the test. */
export async function join(by: Engine, config: SessionConfig): Promise<Member> {
  const recorder = new Recorder();
  const abort = new AbortController();
  leaving.push(abort);
  const handle = await by(config, recorder, abort.signal);
  return {own: recorder.own!, recorder, handle, leave: (reason) => abort.abort(reason)};
}

export async function nothingIsLeft(): Promise<void> {
  await until(async () => (await leftovers()).length === 0, 'nothing is left running');
}

/** Resolves when every message has been delivered: after it, a visitor has joined and left. */
export async function allDelivered(...witnesses: Member[]): Promise<void> {
  await allDeliveredIn(publisher, ...witnesses);
}

export async function allDeliveredIn(session: SessionConfig, ...witnesses: Member[]): Promise<Connection> {
  const visitor = await join(elsewhere, session);
  await Promise.all(witnesses.map(({recorder}) => recorder.seesJoin(visitor.own)));
  visitor.leave();
  await Promise.all(witnesses.map(({recorder}) => recorder.seesLeave(visitor.own)));
  return visitor.own;
}
