import {expect} from '@open-wc/testing';
import {until} from '../../wait.js';
import {
  follow,
  untilReceived,
  leastGap,
  requests,
  stop,
  received,
  useFollowedEndpoint,
  wait,
  warned,
} from './followed-endpoint.js';
import {setVisibility} from '../../fakes/fake-document.js';
import {logged} from '../../fakes/console.js';

useFollowedEndpoint();

describe('CountEndpoint: servers that ask to wait', () => {
  for (const [what, status, retryAfter] of [
    ['seconds', 429, '60'],
    ['a date', 503, new Date(Date.now() + 60_000).toUTCString()],
  ] as const) {
    it(`a server that asks to wait (${status}, ${what}) receives no request, whatever events occur, and whoever follows`, async () => {
      const times = requests();
      const source = follow({error: 'x'}, {status, 'retry-after': retryAfter});
      await warned();
      dispatchEvent(new Event('online'));
      setVisibility('hidden');
      setVisibility('visible');
      dispatchEvent(new Event('pageshow'));
      source.follow(() => undefined, 20, stop.signal);
      // like an element that is removed, and inserted in a later task
      follow({error: 'x'}, {status, 'retry-after': retryAfter});
      await wait(300);
      expect(times.length).to.equal(1);
    });
  }

  it('and is requested again after that time', async () => {
    const times = requests();
    follow({error: 'x'}, {status: 503, 'retry-after': 1}, {maxDelay: 50});
    await until(() => times.length === 2, 'two requests');
    expect(leastGap(times)).to.be.above(1000);
    expect(logged.length).to.equal(1);
  });

  it('204 ends all requests until the page has been hidden and is visible again', async () => {
    const times = requests();
    const source = follow('', {status: 204}, {refresh: 20});
    expect(await warned()).to.contain('204 No Content. There are no further requests');
    dispatchEvent(new Event('online'));
    dispatchEvent(new Event('pageshow'));
    setVisibility('visible');
    source.follow(() => undefined, 20, stop.signal);
    await wait(200);
    expect(times.length).to.equal(1);
    setVisibility('hidden');
    await wait(100);
    expect(times.length).to.equal(1);
    setVisibility('visible');
    await until(() => times.length === 2, 'the next request');
  });

  it('204 after a number makes that stale', async () => {
    const {fetch} = globalThis;
    follow({count: 3}, {}, {refresh: 20});
    await untilReceived(1);
    globalThis.fetch = () => Promise.resolve(new Response(null, {status: 204}));
    stop.signal.addEventListener('abort', () => (globalThis.fetch = fetch));
    await warned();
    expect(received.at(-1)).to.equal('3 stale');
  });
});
