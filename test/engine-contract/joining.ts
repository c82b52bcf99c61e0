import {expect} from '@open-wc/testing';
import {Recorder} from '../engines/recorder.js';
import {allDelivered, allDeliveredIn, another, elsewhere, engine, join, publisher} from './members.js';

/** Who is reported to whom, in what order, and how often. */
export function describeJoining(): void {
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
}
