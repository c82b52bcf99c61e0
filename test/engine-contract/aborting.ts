import {expect} from '@open-wc/testing';
import {SessionError} from '../../src/values/session-error.js';
import {Recorder} from '../engines/recorder.js';
import {rejection} from '../rejection.js';
import {allDelivered, elsewhere, engine, join, leftovers, nothingIsLeft, publisher, refuse} from './members.js';

/** What is left of an attempt that is refused or aborted: nothing. */
export function describeAborting(): void {
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
