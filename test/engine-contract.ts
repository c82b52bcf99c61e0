import {expect} from '@open-wc/testing';
import type {Engine, EngineHandle} from '../src/engines/engine.js';
import type {Connection} from '../src/values/connection.js';
import type {SessionConfig} from '../src/values/session-config.js';
import {SessionError} from '../src/values/session-error.js';
import {rejection} from './rejection.js';
import {until} from './wait.js';
import {Recorder} from './engines/recorder.js';

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

interface Member {
  readonly own: Connection;
  readonly recorder: Recorder;
  readonly handle: EngineHandle;
  leave(reason?: unknown): void;
}

/** Joins until the end of the test. */
async function join(engine: Engine, config: SessionConfig): Promise<Member> {
  const recorder = new Recorder();
  const abort = new AbortController();
  leaving.push(abort);
  const handle = await engine(config, recorder, abort.signal);
  return {own: recorder.own!, recorder, handle, leave: (reason) => abort.abort(reason)};
}

const leaving: AbortController[] = [];

/** The suite that every engine passes. */
export function describeEngineContract(
  name: string,
  setup: () => EngineContractSetup | Promise<EngineContractSetup>,
): void {
  describe(`The engine contract: ${name}`, () => {
    let engine: Engine;
    let elsewhere: Engine;
    let publisher: SessionConfig;
    let moderator: SessionConfig;
    let another: SessionConfig;
    let refuse: () => SessionConfig;
    let leftovers: () => unknown[] | Promise<unknown[]>;

    beforeEach(async () => {
      const made = await setup();
      ({engine, elsewhere, publisher, moderator, refuse, leftovers} = made);
      another = made.other ?? {...publisher, sessionId: `${publisher.sessionId}-other`};
    });

    afterEach(async () => {
      for (const abort of leaving.splice(0)) abort.abort();
      await nothingIsLeft();
    });

    async function nothingIsLeft() {
      await until(async () => (await leftovers()).length === 0, 'nothing is left running');
    }

    /** Resolves when every message has been delivered: after it, a visitor has joined and left. */
    async function allDelivered(...witnesses: Member[]) {
      await allDeliveredIn(publisher, ...witnesses);
    }

    async function allDeliveredIn(session: SessionConfig, ...witnesses: Member[]) {
      const visitor = await join(elsewhere, session);
      await Promise.all(witnesses.map(({recorder}) => recorder.seesJoin(visitor.own)));
      visitor.leave();
      await Promise.all(witnesses.map(({recorder}) => recorder.seesLeave(visitor.own)));
      return visitor.own;
    }

    describe('joining', () => {
      it('is one call, made before the engine resolves', async () => {
        const {own, recorder} = await join(engine, publisher);
        expect(recorder.calls).to.deep.equal([['connected', own.connectionId, own.connectionId]]);
      });

      it('reports the whole roster in that call', async () => {
        const first = await join(elsewhere, publisher);
        const second = await join(elsewhere, publisher);
        const {own, recorder} = await join(engine, publisher);
        expect(recorder.calls).to.have.lengthOf(1);
        expect(recorder.present).to.have.members([own, first.own, second.own].map(({connectionId}) => connectionId));
        expect(recorder.roster).to.have.lengthOf(3);
      });

      it('provides the own connection, with the id that the others know', async () => {
        const other = await join(elsewhere, publisher);
        const {own, recorder} = await join(engine, publisher);
        expect(recorder.roster).to.include(own);
        await other.recorder.seesJoin(own);
        const known = other.recorder.created.find(({connectionId}) => connectionId === own.connectionId);
        expect(known).to.deep.include({creationTime: own.creationTime, data: own.data});
        expect(own.creationTime).to.be.closeTo(Date.now(), 365 * 24 * 60 * 60 * 1000 * 20);
      });

      it('again creates a different connection', async () => {
        const before = await join(engine, publisher);
        before.leave();
        const after = await join(engine, publisher);
        expect(after.own.connectionId).not.to.equal(before.own.connectionId);
      });

      it('at the same time, all see each other once', async () => {
        const members = await Promise.all(
          Array.from({length: 8}, (_, index) => join(index % 2 ? elsewhere : engine, publisher)),
        );
        await Promise.all(members.flatMap(({recorder}) => members.map(({own}) => recorder.seesJoin(own))));
        await allDelivered(...members);
        for (const {recorder} of members) {
          for (const {own} of members) expect(recorder.timesSeen(own)).to.equal(1);
          expect(recorder.present).to.have.members(members.map(({own}) => own.connectionId));
        }
      });

      it('a session neither reveals other sessions nor is visible to them', async () => {
        const other = await join(elsewhere, another);
        const us = await join(engine, publisher);
        for (const [session, member] of [
          [another, other],
          [publisher, us],
        ] as const) {
          const visitor = await allDeliveredIn(session, member);
          const {own, recorder} = member;
          expect(recorder.calls).to.deep.equal([
            ['connected', own.connectionId, own.connectionId],
            ['connectionCreated', visitor.connectionId],
            ['connectionDestroyed', visitor.connectionId, 'clientDisconnected'],
          ]);
        }
      });
    });

    describe('while connected', () => {
      it('a new connection is reported once', async () => {
        const us = await join(engine, publisher);
        const other = await join(elsewhere, publisher);
        await us.recorder.seesJoin(other.own);
        await allDelivered(us, other);
        expect(us.recorder.timesSeen(other.own)).to.equal(1);
        expect(other.recorder.timesSeen(us.own)).to.equal(1);
      });

      it('a departure is reported once, with the reason', async () => {
        const other = await join(elsewhere, publisher);
        const us = await join(engine, publisher);
        other.leave();
        expect(await us.recorder.seesLeave(other.own)).to.equal('clientDisconnected');
        await allDelivered(us);
        expect(us.recorder.destroyed(other.own)).to.deep.equal(['clientDisconnected']);
      });

      it('a departure is reported only after the arrival', async () => {
        const us = await join(engine, publisher);
        const passers = await Promise.all(
          Array.from({length: 6}, async () => {
            const abort = new AbortController();
            const recorder = new Recorder();
            const joined = elsewhere(publisher, recorder, abort.signal).catch(() => undefined);
            await Promise.resolve();
            abort.abort();
            await joined;
            return recorder;
          }),
        );
        await allDelivered(us);
        for (const recorder of passers) expect(recorder.calls.map(([call]) => call)).not.to.include('disconnected');
        const seen = new Set<unknown>([us.own.connectionId]);
        for (const [call, id] of us.recorder.calls) {
          if (call === 'connectionCreated') seen.add(id);
          if (call === 'connectionDestroyed') expect(seen.delete(id)).to.equal(true);
        }
      });
    });

    describe('a refusal', () => {
      it('is a SessionError, without a call to the observer', async () => {
        const recorder = new Recorder();
        const error = await rejection(engine(refuse(), recorder, new AbortController().signal));
        expect(error).to.be.instanceOf(SessionError);
        expect((error as SessionError).code).to.be.a('string').that.is.not.empty;
        expect(recorder.calls).to.deep.equal([]);
        await nothingIsLeft();
      });
    });

    describe('aborting', () => {
      it('before the attempt prevents it', async () => {
        const recorder = new Recorder();
        const reason = new Error('never mind');
        expect(await rejection(engine(publisher, recorder, AbortSignal.abort(reason)))).to.equal(reason);
        expect(recorder.calls).to.deep.equal([]);
        expect(await leftovers()).to.deep.equal([]);
      });

      it('in the same task prevents it, too', async () => {
        const recorder = new Recorder();
        const abort = new AbortController();
        const attempt = rejection(engine(publisher, recorder, abort.signal));
        const reason = new Error('never mind');
        abort.abort(reason);
        expect(await attempt).to.equal(reason);
        expect(recorder.calls).to.deep.equal([]);
        await nothingIsLeft();
      });

      it('at any moment of an attempt leaves nothing behind, and ends all calls', async () => {
        for (let pauses = 0; pauses < 24; pauses++) {
          const recorder = new Recorder();
          const abort = new AbortController();
          const reason = new Error(`never mind, after ${pauses} pauses`);
          const attempt = engine(publisher, recorder, abort.signal).then(
            () => 'joined',
            (error: unknown) => error,
          );
          // microtasks at first, then tasks
          for (let pause = 0; pause < pauses; pause++) await (pause % 4 ? undefined : task());
          const calls = recorder.calls.length;
          abort.abort(reason);
          expect(await attempt).to.be.oneOf(calls ? [reason, 'joined'] : [reason]);
          expect(recorder.calls.length).to.equal(calls);
          await nothingIsLeft();
          expect(recorder.calls.length).to.equal(calls);
        }
      });

      it('during the call to connected() rejects the attempt', async () => {
        const abort = new AbortController();
        const recorder = new Recorder();
        const reason = new Error('never mind');
        const observer = Object.assign(Object.create(recorder) as Recorder, {
          connected: () => abort.abort(reason),
        });
        expect(await rejection(engine(publisher, observer, abort.signal))).to.equal(reason);
        expect(recorder.calls).to.deep.equal([]);
        await nothingIsLeft();
      });

      it('after joining leaves: the others receive the reason, and we receive nothing more', async () => {
        const other = await join(elsewhere, publisher);
        const us = await join(engine, publisher);
        await other.recorder.seesJoin(us.own);
        us.leave();
        const calls = us.recorder.calls.length;
        expect(await other.recorder.seesLeave(us.own)).to.equal('clientDisconnected');
        await allDelivered(other);
        expect(other.recorder.destroyed(us.own)).to.deep.equal(['clientDisconnected']);
        expect(us.recorder.calls).to.have.lengthOf(calls);
      });

      it('twice is the same as once', async () => {
        const us = await join(engine, publisher);
        us.leave();
        us.leave(new Error('again'));
        await nothingIsLeft();
        expect(us.recorder.calls).to.have.lengthOf(1);
      });
    });

    describe('forceDisconnect', () => {
      it('is allowed or not according to the capabilities', async () => {
        expect((await join(engine, publisher)).handle.capabilities).to.deep.equal({forceDisconnect: 0});
        expect((await join(engine, moderator)).handle.capabilities).to.deep.equal({forceDisconnect: 1});
      });

      it('is refused without the capability, and nobody is removed', async () => {
        const other = await join(elsewhere, moderator);
        const us = await join(engine, publisher);
        const error = await rejection(us.handle.forceDisconnect(other.own));
        expect(error).to.be.instanceOf(SessionError).with.property('code', 'permission-denied');
        await allDelivered(us, other);
        expect(us.recorder.destroyed(other.own)).to.deep.equal([]);
        expect(other.recorder.calls.map(([call]) => call)).not.to.include('disconnected');
      });

      it('removes a connection: it and all others are notified once', async () => {
        const us = await join(engine, moderator);
        const removed = await join(elsewhere, publisher);
        const witness = await join(elsewhere, publisher);
        await us.recorder.seesJoin(removed.own);
        await us.handle.forceDisconnect(removed.own);
        expect(await removed.recorder.out()).to.equal('forceDisconnected');
        expect(await us.recorder.seesLeave(removed.own)).to.equal('forceDisconnected');
        expect(await witness.recorder.seesLeave(removed.own)).to.equal('forceDisconnected');
        await allDelivered(us, witness);
        expect(us.recorder.destroyed(removed.own)).to.have.lengthOf(1);
        expect(witness.recorder.destroyed(removed.own)).to.have.lengthOf(1);
        expect(removed.recorder.calls.filter(([call]) => call === 'disconnected')).to.have.lengthOf(1);
        expect(removed.recorder.calls.at(-1)?.[0]).to.equal('disconnected');
      });

      it('removes the own connection', async () => {
        const other = await join(elsewhere, publisher);
        const us = await join(engine, moderator);
        await other.recorder.seesJoin(us.own);
        await us.handle.forceDisconnect(us.own);
        expect(await us.recorder.out()).to.equal('forceDisconnected');
        expect(await other.recorder.seesLeave(us.own)).to.equal('forceDisconnected');
      });

      it('of an unknown connection is refused', async () => {
        const us = await join(engine, moderator);
        const other = await join(elsewhere, publisher);
        await us.recorder.seesJoin(other.own);
        other.leave();
        await us.recorder.seesLeave(other.own);
        expect(await rejection(us.handle.forceDisconnect(other.own))).to.be.instanceOf(SessionError);
      });

      it('after leaving is refused', async () => {
        const us = await join(engine, moderator);
        us.leave();
        expect(await rejection(us.handle.forceDisconnect(us.own))).to.be.instanceOf(SessionError);
      });
    });
  });
}

/** Lets other tasks run. */
function task(): Promise<void> {
  return new Promise((resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}
