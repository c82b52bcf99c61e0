import {expect} from '@open-wc/testing';
import {acquirePermit} from '../../../src/elements/ot-connection-count/request-permits.js';
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

  /** Requests this many permits; returns those granted. */
  async function ask(number: number, by = acquirePermit) {
    const permits: Awaited<ReturnType<typeof acquirePermit>>[] = [];
    for (let i = 0; i < number; i++) {
      void by(origin, stop.signal).then((permit) => {
        permits.push(permit);
        given.push(permit.mayStream);
      });
    }
    await settled();
    return permits;
  }

  it('are limited to two streams and two others, for all copies of the package', async () => {
    const copy = (await import(urlOfSecondCopy('ot-connection-count/request-permits.ts'))) as {
      acquirePermit: typeof acquirePermit;
    };
    await ask(3);
    await ask(3, copy.acquirePermit);
    expect(given).to.deep.equal([true, true, false, false]);
  });

  it('continue in order when one of them has ended', async () => {
    const permits = await ask(4);
    const [later] = [await ask(1), await ask(1)];
    permits[2]!.release();
    await settled();
    expect(given).to.deep.equal([true, true, false, false, false]);
    expect(later).to.have.lengthOf(1);
    permits[0]!.release();
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
    const permits = await ask(4);
    const waiting = acquirePermit(origin, stop.signal);
    stop.abort(new Error('no more'));
    expect((await rejection(waiting)).message).to.equal('no more');
    expect((await rejection(acquirePermit(origin, stop.signal))).message).to.equal('no more');
    permits[0]!.release();
    stop = new AbortController();
    await ask(1);
    expect(given.at(-1)).to.equal(true);
  });
});
