import {expect} from '@open-wc/testing';
import {requestSlot} from '../../../src/elements/ot-connection-count/request-slots.js';
import {rejection} from '../../rejection.js';
import {settled} from '../../wait.js';
import {urlOfSecondCopy} from '../second-copy.js';

describe('Requests for counts to one origin', () => {
  let origin: string;
  let stop: AbortController;
  let given: boolean[];

  beforeEach(() => {
    origin = `https://${crypto.randomUUID()}.example`;
    stop = new AbortController();
    given = [];
  });

  /** Requests this many slots; returns those granted. */
  async function ask(number: number, by = requestSlot) {
    const slots: Awaited<ReturnType<typeof requestSlot>>[] = [];
    for (let i = 0; i < number; i++) {
      void by(origin, stop.signal).then((slot) => {
        slots.push(slot);
        given.push(slot.mayStream);
      });
    }
    await settled();
    return slots;
  }

  it('are limited to two streams and two others, for all copies of the package', async () => {
    const copy = (await import(urlOfSecondCopy('ot-connection-count/request-slots.ts'))) as {
      requestSlot: typeof requestSlot;
    };
    await ask(3);
    await ask(3, copy.requestSlot);
    expect(given).to.deep.equal([true, true, false, false]);
  });

  it('continue in order when one of them has ended', async () => {
    const slots = await ask(4);
    const [later] = [await ask(1), await ask(1)];
    slots[2]!.release();
    await settled();
    expect(given).to.deep.equal([true, true, false, false, false]);
    expect(later).to.have.lengthOf(1);
    slots[0]!.release();
    await settled();
    expect(given).to.deep.equal([true, true, false, false, false, true]);
  });

  it('do not include those to another origin', async () => {
    await ask(4);
    origin += ':8443';
    await ask(1);
    expect(given).to.deep.equal([true, true, false, false, true]);
  });

  it('are removed from the queue when they are aborted', async () => {
    const slots = await ask(4);
    const waiting = requestSlot(origin, stop.signal);
    stop.abort(new Error('no more'));
    expect((await rejection(waiting)).message).to.equal('no more');
    expect((await rejection(requestSlot(origin, stop.signal))).message).to.equal('no more');
    slots[0]!.release();
    stop = new AbortController();
    await ask(1);
    expect(given.at(-1)).to.equal(true);
  });
});
