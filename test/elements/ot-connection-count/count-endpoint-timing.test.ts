import {expect} from '@open-wc/testing';
import {CountEndpoint, followCount} from '../../../src/elements/ot-connection-count/count-endpoint.js';
import {endpoint} from '../../endpoints.js';
import {fakePrerendering, setVisibility} from '../../fakes/fake-document.js';
import {
  ended,
  follow,
  untilReceived,
  leastGap,
  name,
  requests,
  stop,
  stopFollowing,
  streaming,
  notify,
  received,
  useFollowedEndpoint,
  wait,
  warned,
} from './followed-endpoint.js';
import {logged} from '../../fakes/console.js';
import {until} from '../../wait.js';

useFollowedEndpoint();

describe('CountEndpoint: timing', () => {
  it('polls at the shortest requested interval, and never more often than allowed', async () => {
    const source = follow('{"count": {count}}', {}, {refresh: 60_000});
    await untilReceived(1);
    await wait(100);
    expect(received).to.deep.equal(['1']);
    const start = performance.now();
    source.follow((count) => received.push(`other ${count}`), 0, stop.signal);
    expect(received).to.deep.equal(['1', 'other 1']);
    await untilReceived(6);
    expect(received).to.deep.equal(['1', 'other 1', '2', 'other 2', '3', 'other 3']);
    expect(performance.now() - start).to.be.above(15);
  });

  it('an endpoint that fails is requested less and less often; the last number is stale', async () => {
    follow('{"count": {count}}', {status: 200}, {refresh: 40});
    await untilReceived(1);
    const {fetch} = globalThis;
    let asked = 0;
    globalThis.fetch = () => (asked++, Promise.reject(new TypeError('offline')));
    try {
      await warned();
      expect(received.at(-1)).to.match(/^\d+ stale$/);
      await wait(600);
      expect(asked).to.be.within(2, 10);
    } finally {
      globalThis.fetch = fetch;
    }
    const {length} = received;
    await untilReceived(length + 1);
    expect(received.at(-1)).to.match(/^\d+$/);
    expect(logged.length, 'one warning a streak').to.equal(1);
  });

  it('the online event ends the delay', async () => {
    follow({error: 'x'}, {status: 503}, {refresh: 60_000, maxDelay: 60_000});
    await warned();
    const {fetch} = globalThis;
    const asked = new Promise((resolve) => {
      globalThis.fetch = (...args) => (resolve(args), fetch(...args));
    });
    dispatchEvent(new Event('online'));
    await asked;
    globalThis.fetch = fetch;
  });

  it('a hidden page requests nothing; once visible, at once if a request is due', async () => {
    setVisibility('hidden');
    follow('{"count": {count}}', {}, {refresh: 80});
    await wait(100);
    expect(received).to.deep.equal([]);
    setVisibility('visible');
    await untilReceived(1);
    setVisibility('hidden');
    await wait(200);
    expect(received).to.deep.equal(['1']);
    setVisibility('visible');
    await untilReceived(2);
    // a page is hidden in a task, in which the response has ended
    await wait(0);
    setVisibility('hidden');
    setVisibility('visible');
    await wait(20);
    expect(received, 'not due').to.deep.equal(['1', '2']);
  });

  it('a request is aborted with the last follower, and when the page is hidden', async () => {
    const {fetch} = globalThis;
    const signals: AbortSignal[] = [];
    globalThis.fetch = (input, init) => (signals.push(init!.signal!), fetch(input, init));
    try {
      follow('', {hang: 1});
      await wait(0);
      expect(signals.map(({aborted}) => aborted)).to.deep.equal([false]);
      setVisibility('hidden');
      expect(signals.map(({aborted}) => aborted)).to.deep.equal([true]);
      setVisibility('visible');
      await wait(0);
      expect(signals.map(({aborted}) => aborted)).to.deep.equal([true, false]);
      stop.abort();
      await wait(0);
      await wait(0);
      expect(signals.map(({aborted}) => aborted)).to.deep.equal([true, true]);
      expect(ended).to.equal(1);
      await wait(100);
      expect(signals.length, 'nothing is asked any more').to.equal(2);
      expect(logged).to.deep.equal([]);
    } finally {
      globalThis.fetch = fetch;
    }
  });

  it('hiding and showing a page quickly does not send a request each time', async () => {
    const start = performance.now();
    const times = streaming('5');
    follow('', {hang: 1}, {refresh: 60_000, leastPause: 150, maxDelay: 60_000});
    for (let i = 0; i < 20; i++) {
      setVisibility('hidden');
      setVisibility('visible');
      await wait(1);
    }
    const most = () => (performance.now() - start) / 140 + 1;
    expect(times.length).to.be.within(1, most());
    await wait(300);
    expect(times.length).to.be.within(2, most());
    expect(leastGap(times)).to.be.above(140);
  });

  it('a follower that takes over in the same task receives the number at once', async () => {
    const source = follow('{"count": {count}}', {}, {refresh: 60_000});
    await untilReceived(1);
    stopFollowing();
    source.follow(notify, 60_000, stop.signal);
    expect(received).to.deep.equal(['1', '1']);
    await wait(20);
    expect(received).to.deep.equal(['1', '1']);
  });

  it('nothing is requested while the page is prerendered; at once when it is activated', async () => {
    const times = requests();
    const {activate} = fakePrerendering();
    follow({count: 3}, {}, {refresh: 20});
    dispatchEvent(new Event('online'));
    dispatchEvent(new Event('pageshow'));
    await wait(100);
    expect(times.length).to.equal(0);
    activate();
    await untilReceived(1);
  });

  it('an interval that is longer than setTimeout() supports does no harm', async () => {
    follow('{"count": 1}', {}, {refresh: 1e12});
    await untilReceived(1);
    await wait(60);
    expect(received).to.deep.equal(['1']);
  });

  it('a follower that an earlier one removed is not called', async () => {
    const second = new AbortController();
    const source = new CountEndpoint(new URL(endpoint({count: 3}, {name}), document.baseURI), () => undefined);
    source.follow(
      (count) => {
        second.abort();
        notify(count, false);
      },
      15_000,
      stop.signal,
    );
    source.follow(
      () => {
        received.push('second');
      },
      15_000,
      second.signal,
    );
    await untilReceived(1);
    await wait(0);
    expect(received).to.deep.equal(['3']);
  });
});

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

describe('followCount', () => {
  it('requests a URL once for all who follow it', async () => {
    const src = endpoint('{"count": {count}}', {name});
    for (let i = 0; i < 3; i++) {
      const own = (count: number, stale: boolean) => {
        notify(count, stale);
      };
      followCount(new URL(src, document.baseURI), 15_000, own, stop.signal);
    }
    expect(await untilReceived(3)).to.deep.equal(['1', '1', '1']);
  });
});
