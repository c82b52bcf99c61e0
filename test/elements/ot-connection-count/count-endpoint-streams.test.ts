import {expect} from '@open-wc/testing';
import {
  follow,
  untilReceived,
  leastGap,
  streaming,
  received,
  useFollowedEndpoint,
  wait,
  warned,
} from './followed-endpoint.js';
import {setVisibility} from '../../fakes/fake-document.js';
import {logged} from '../../fakes/console.js';

useFollowedEndpoint();

describe('CountEndpoint: streams', () => {
  it('pitfall 23: a stream that breaks off after a number has ended: no warning, and no request storm', async () => {
    const times = streaming('5');
    follow('', {}, {refresh: 60});
    await wait(500);
    expect(logged).to.deep.equal([]);
    expect(new Set(received)).to.deep.equal(new Set(['5']));
    expect(times.length).to.be.within(2, 13);
    expect(leastGap(times)).to.be.above(25);
  });

  it('pitfall 23: a stream that breaks off before a number is a failure', async () => {
    streaming();
    follow('');
    expect(await warned()).to.contain('no answer');
  });

  it('pitfall 23: a stream that ends without a number is a failure', async () => {
    follow(':\n\n', {type: 'text/event-stream'});
    expect(await warned()).to.contain('ends without a number');
  });

  it('pitfall 23: a stream that always fails after a number is one failure, and is requested less and less often', async () => {
    const times = streaming('5', 'oops');
    follow('', {}, {refresh: 40, maxDelay: 10_000});
    await wait(900);
    expect(logged.length, 'warnings').to.equal(1);
    expect(received.slice(0, 4)).to.deep.equal(['5', '5 stale', '5', '5 stale']);
    expect(times.length).to.be.within(3, 7);
    expect(leastGap(times)).to.be.above(15);
  });

  for (const [what, ...messages] of [
    ['the server', '5', '6\nretry: 60000', '7'],
    ['the page, as it was hidden', '5', '6\nretry: 60000', '7', 'open'],
  ]) {
    it(`retry: in a stream is the minimum delay before it is reopened, if it was closed by ${what}`, async () => {
      const times = streaming(...messages);
      follow('', {}, {refresh: 20});
      await untilReceived(3);
      await wait(50);
      dispatchEvent(new Event('online'));
      setVisibility('hidden');
      setVisibility('visible');
      await wait(200);
      expect(times.length).to.equal(1);
      expect(logged).to.deep.equal([]);
    });
  }
});
