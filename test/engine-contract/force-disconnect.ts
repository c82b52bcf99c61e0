import {expect} from '@open-wc/testing';
import {SessionError} from '../../src/values/session-error.js';
import {rejection} from '../rejection.js';
import {allDelivered, elsewhere, engine, join, moderator, publisher} from './members.js';

/** Who may remove whom. */
export function describeForceDisconnect(): void {
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
}
