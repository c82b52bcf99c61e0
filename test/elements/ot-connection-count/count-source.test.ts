import {expect} from '@open-wc/testing';
import {CountSource, followCount} from '../../../src/elements/ot-connection-count/count-source.js';
import {fakeDocument, restoreDocument} from '../../fake-document.js';
import {quietConsole, until} from '../../collect.js';
import {endpoint} from '../../endpoints.js';
import {prerender} from '../../prerender.js';

/** The endpoints count what they are asked, and are the same for all browsers. */
const run = crypto.randomUUID();
let name = '';
let tests = 0;
let stop: AbortController;
let quiet: ReturnType<typeof quietConsole>;
let told: string[];
let waiting: (() => void)[];
/** Sources that have ended. */
let ended: number;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const tell = (count: number, stale: boolean) => {
  told.push(stale ? `${count} stale` : String(count));
  for (const go of waiting.splice(0)) go();
};

/** Resolves when this many numbers were told. */
async function heard(number: number): Promise<string[]> {
  while (told.length < number) await new Promise<void>((resolve) => waiting.push(resolve));
  return told;
}

/** Resolves when the console has been told. */
async function warned(): Promise<string> {
  while (quiet.said.length === 0) await wait(5);
  return quiet.said.join('\n');
}

function setVisibility(state: DocumentVisibilityState): void {
  fakeDocument('visibilityState', state);
  document.dispatchEvent(new Event('visibilitychange'));
}

/** Follows an endpoint that answers this, faster than a page may. */
function follow(
  body: unknown,
  how: Record<string, string | number> = {},
  {
    refresh = 50,
    leastPause = 0,
    longestWait = 200,
    from = '',
  }: {
    refresh?: number;
    leastPause?: number;
    longestWait?: number;
    from?: string;
  } = {},
): CountSource {
  const src = from + endpoint(body, {name, ...how});
  const source = new CountSource(new URL(src, document.baseURI), () => ended++, {
    leastRefresh: 20,
    leastPause,
    longestWait,
  });
  source.follow(tell, refresh, stop.signal);
  return source;
}

beforeEach(() => {
  setVisibility('visible');
  name = `count-${run}-${tests++}`;
  stop = new AbortController();
  quiet = quietConsole();
  told = [];
  waiting = [];
  ended = 0;
});

afterEach(async () => {
  stop.abort();
  await wait(0);
  quiet.restore();
  restoreDocument();
  expect(quiet.said.join()).not.to.contain('hunter2');
});

describe('CountSource: what an endpoint may answer', () => {
  for (const [what, body, expected] of [
    ['count', {count: 12}, '12'],
    ['connectionCount', {connectionCount: 3, error: null}, '3'],
    ['participants', {participants: 0}, '0'],
    ['a number alone', '7', '7'],
    ['a number as text, as databases have it', {count: '15000'}, '15000'],
    ['count before the others', {participants: 2, connectionCount: 4, count: 1}, '1'],
  ] as const) {
    it(what, async () => {
      follow(body);
      expect((await heard(1))[0]).to.equal(expected);
      expect(quiet.said).to.deep.equal([]);
    });
  }

  it('pitfall 23: a redirect, which is followed', async () => {
    follow('', {location: endpoint({count: 5}, {name})});
    expect((await heard(1))[0]).to.equal('5');
  });

  it('JSON under another type than its own', async () => {
    follow({count: 6}, {type: 'text/plain'});
    expect((await heard(1))[0]).to.equal('6');
  });

  it('server-sent events, the same JSON or the number alone', async () => {
    follow('data: {"count": 1}\n\nevent: ping\ndata: x\n\n: hello\n\ndata:\n\ndata: 2\n\n', {
      type: 'text/event-stream; charset=utf-8',
    });
    expect((await heard(2)).slice(0, 2)).to.deep.equal(['1', '2']);
    expect(quiet.said).to.deep.equal([]);
  });
});

describe('CountSource: an endpoint that is no use', () => {
  for (const [what, body, how, expected] of [
    ['pitfall 23: an HTML page', '<h1>hunter2</h1>', {type: 'text/html'}, '200 OK, and no JSON (text/html)'],
    ['pitfall 23: {error}', {error: 'no such room'}, {status: 410}, '410 Gone: no such room'],
    ['pitfall 23: {message}', {message: 'broken'}, {status: 500}, '500 Internal Server Error: broken'],
    ['pitfall 23: {error}, and 200', {error: 'closed'}, {}, 'without a count: closed'],
    ['words that quote the query', {error: 'bad key hunter2'}, {key: 'hunter2', status: 403}, '403 Forbidden. It has'],
    ['a list', [1, 2], {}, 'without a count'],
    ['null', 'null', {}, 'no whole number from 0'],
    ['less than nobody', {count: -1}, {}, 'no whole number from 0'],
    ['a fraction', {count: 1.5}, {}, 'no whole number from 0'],
    ['text', {count: 'many'}, {}, 'no whole number from 0'],
    ['a list of names for a number', {participants: ['Ann']}, {}, 'no whole number from 0'],
    ['a stream with another thing in it', 'data: hello\n\n', {type: 'text/event-stream'}, 'no JSON'],
    ['one that does not end', '{query}'.repeat(150), {}, 'an answer of more than 65536 characters'],
  ] as const) {
    it(`${what}: one warning that says what to do, and no number`, async () => {
      follow(body, {token: 'hunter2', ...how});
      const text = await warned();
      expect(text).to.contain(`/endpoints/${name}">: `).and.to.contain('<ot-connection-count src="');
      expect(text.replace(/ (OK|Gone|Internal Server Error|Forbidden|No Content)/g, '')).to.contain(
        expected.replace(/ (OK|Gone|Internal Server Error|Forbidden|No Content)/g, ''),
      );
      expect(text).to.contain('It has to answer {"count": 12}');
      expect(told).to.deep.equal([NaN].map(String));
      await wait(150);
      expect(quiet.said.length, 'warnings').to.equal(1);
    });
  }

  it('pitfall 23: a redirect to a page says where to', async () => {
    follow('', {location: endpoint('<h1>Log in</h1>', {name: 'login', type: 'text/html'})});
    expect(await warned()).to.match(/200.* after a redirect to http.*\/endpoints\/login, and no JSON/);
  });

  it('one that cannot be reached', async () => {
    follow('', {}, {from: 'http://127.0.0.1:9'});
    expect(await warned()).to.contain('no answer (offline, or blocked by CSP or CORS)');
  });
});

describe('CountSource: in time', () => {
  it('is asked again and again, as often as the most impatient wishes, and never more often than allowed', async () => {
    const source = follow('{"count": {count}}', {}, {refresh: 60_000});
    await heard(1);
    await wait(100);
    expect(told).to.deep.equal(['1']);
    const start = performance.now();
    source.follow((count) => told.push(`other ${count}`), 0, stop.signal);
    expect(told).to.deep.equal(['1', 'other 1']);
    await heard(6);
    expect(told).to.deep.equal(['1', 'other 1', '2', 'other 2', '3', 'other 3']);
    expect(performance.now() - start).to.be.above(15);
  });

  it('one that fails is asked less and less often; the last number is stale', async () => {
    follow('{"count": {count}}', {status: 200}, {refresh: 40});
    await heard(1);
    const {fetch} = globalThis;
    let asked = 0;
    globalThis.fetch = () => (asked++, Promise.reject(new TypeError('offline')));
    try {
      await warned();
      expect(told.at(-1)).to.match(/^\d+ stale$/);
      await wait(600);
      expect(asked).to.be.within(2, 10);
    } finally {
      globalThis.fetch = fetch;
    }
    const {length} = told;
    await heard(length + 1);
    expect(told.at(-1)).to.match(/^\d+$/);
    expect(quiet.said.length, 'one warning a streak').to.equal(1);
  });

  it('the network being back ends the wait', async () => {
    follow({error: 'x'}, {status: 503}, {refresh: 60_000, longestWait: 60_000});
    await warned();
    const {fetch} = globalThis;
    const asked = new Promise((resolve) => {
      globalThis.fetch = (...args) => (resolve(args), fetch(...args));
    });
    dispatchEvent(new Event('online'));
    await asked;
    globalThis.fetch = fetch;
  });

  it('no number is asked for in a hidden page; seen again, at once if it is due', async () => {
    setVisibility('hidden');
    follow('{"count": {count}}', {}, {refresh: 80});
    await wait(100);
    expect(told).to.deep.equal([]);
    setVisibility('visible');
    await heard(1);
    setVisibility('hidden');
    await wait(200);
    expect(told).to.deep.equal(['1']);
    setVisibility('visible');
    await heard(2);
    setVisibility('hidden');
    setVisibility('visible');
    await wait(20);
    expect(told, 'not due').to.deep.equal(['1', '2']);
  });

  it('a request is given up with the last who wants to know, and when the page is hidden', async () => {
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
      expect(quiet.said).to.deep.equal([]);
    } finally {
      globalThis.fetch = fetch;
    }
  });

  /** Has each request answered by a stream that says this, and is cut off after the last, unless that is `open`; gives when it was asked. */
  function streaming(...messages: string[]): number[] {
    const {fetch} = globalThis;
    const times: number[] = [];
    stop.signal.addEventListener('abort', () => (globalThis.fetch = fetch));
    globalThis.fetch = () => {
      times.push(performance.now());
      const body = new ReadableStream({
        async start(controller) {
          for (const message of messages) {
            if (message === 'open') return;
            controller.enqueue(new TextEncoder().encode(`data: ${message}\n\n`));
            await wait(10);
          }
          controller.error(new TypeError('cut'));
        },
      });
      return Promise.resolve(new Response(body, {headers: {'content-type': 'text/event-stream'}}));
    };
    return times;
  }
  const leastGap = (times: number[]) => Math.min(...times.slice(1).map((time, i) => time - times[i]!));

  it('pitfall 23: a stream that is cut off after a number has ended: no warning, and no storm', async () => {
    const times = streaming('5');
    follow('', {}, {refresh: 60});
    await wait(500);
    expect(quiet.said).to.deep.equal([]);
    expect(new Set(told)).to.deep.equal(new Set(['5']));
    expect(times.length).to.be.within(2, 13);
    expect(leastGap(times)).to.be.above(25);
  });

  it('pitfall 23: one that is cut off before is a failure', async () => {
    streaming();
    follow('');
    expect(await warned()).to.contain('no answer');
  });

  it('pitfall 23: one that ends without a number is one, too', async () => {
    follow(':\n\n', {type: 'text/event-stream'});
    expect(await warned()).to.contain('ends without a number');
  });

  it('pitfall 23: one that starts well each time and then fails is one failure, asked less and less often', async () => {
    const times = streaming('5', 'oops');
    follow('', {}, {refresh: 40, longestWait: 10_000});
    await wait(900);
    expect(quiet.said.length, 'warnings').to.equal(1);
    expect(told.slice(0, 4)).to.deep.equal(['5', '5 stale', '5', '5 stale']);
    expect(times.length).to.be.within(3, 7);
    expect(leastGap(times)).to.be.above(15);
  });

  it('hiding and showing a page quickly does not ask each time', async () => {
    const start = performance.now();
    const times = streaming('5');
    follow('', {hang: 1}, {refresh: 60_000, leastPause: 150, longestWait: 60_000});
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

  it('who takes over in the same task finds the number there', async () => {
    const source = follow('{"count": {count}}', {}, {refresh: 60_000});
    await heard(1);
    stop.abort();
    stop = new AbortController();
    source.follow(tell, 60_000, stop.signal);
    expect(told).to.deep.equal(['1', '1']);
    await wait(20);
    expect(told).to.deep.equal(['1', '1']);
  });

  /** The times of all requests, made as they are. */
  function requests(): number[] {
    const {fetch} = globalThis;
    const times: number[] = [];
    stop.signal.addEventListener('abort', () => (globalThis.fetch = fetch));
    globalThis.fetch = (...args) => (times.push(performance.now()), fetch(...args));
    return times;
  }

  for (const [what, status, retryAfter] of [
    ['seconds', 429, '60'],
    ['a date', 503, new Date(Date.now() + 60_000).toUTCString()],
  ] as const) {
    it(`a server that asks to wait (${status}, ${what}) is left alone, whatever event there is, and whoever follows`, async () => {
      const times = requests();
      const source = follow({error: 'x'}, {status, 'retry-after': retryAfter});
      await warned();
      dispatchEvent(new Event('online'));
      setVisibility('hidden');
      setVisibility('visible');
      dispatchEvent(new Event('pageshow'));
      source.follow(() => undefined, 20, stop.signal);
      // as an element that is removed, and added in a later task
      follow({error: 'x'}, {status, 'retry-after': retryAfter});
      await wait(300);
      expect(times.length).to.equal(1);
    });
  }

  it('and is requested again when the time is up', async () => {
    const times = requests();
    follow({error: 'x'}, {status: 503, 'retry-after': 1}, {longestWait: 50});
    await until(() => times.length === 2, 'two requests');
    expect(leastGap(times)).to.be.above(1000);
    expect(quiet.said.length).to.equal(1);
  });

  for (const [what, ...messages] of [
    ['the server', '5', '6\nretry: 60000', '7'],
    ['the page, as it was hidden', '5', '6\nretry: 60000', '7', 'open'],
  ]) {
    it(`retry: in a stream is the least time until it is opened again, if it was closed by ${what}`, async () => {
      const times = streaming(...messages);
      follow('', {}, {refresh: 20});
      await heard(3);
      await wait(50);
      dispatchEvent(new Event('online'));
      setVisibility('hidden');
      setVisibility('visible');
      await wait(200);
      expect(times.length).to.equal(1);
      expect(quiet.said).to.deep.equal([]);
    });
  }

  it('204 ends all requests until the page was hidden, and is visible', async () => {
    const times = requests();
    const source = follow('', {status: 204}, {refresh: 20});
    expect(await warned()).to.contain('204 No Content. There are no more requests');
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

  it('204 after a number leaves that stale', async () => {
    const {fetch} = globalThis;
    follow({count: 3}, {}, {refresh: 20});
    await heard(1);
    globalThis.fetch = () => Promise.resolve(new Response(null, {status: 204}));
    stop.signal.addEventListener('abort', () => (globalThis.fetch = fetch));
    await warned();
    expect(told.at(-1)).to.equal('3 stale');
  });

  it('nothing is requested while the page is prerendered; at once when it is visited', async () => {
    const times = requests();
    const {activate, restore} = prerender();
    follow({count: 3}, {}, {refresh: 20});
    dispatchEvent(new Event('online'));
    dispatchEvent(new Event('pageshow'));
    await wait(100);
    expect(times.length).to.equal(0);
    activate();
    await heard(1);
    restore();
  });

  it('a wish that is no number does no harm', async () => {
    follow('{"count": {count}}', {}, {refresh: NaN});
    await heard(2);
    stop.abort();
    stop = new AbortController();
    told = [];
    follow('{"count": 1}', {}, {refresh: 1e12});
    await heard(1);
    await wait(60);
    expect(told).to.deep.equal(['1']);
  });

  it('does not call a listener that an earlier one removed', async () => {
    const second = new AbortController();
    const source = new CountSource(new URL(endpoint({count: 3}, {name}), document.baseURI), () => ended++);
    source.follow(
      (count) => {
        second.abort();
        tell(count, false);
      },
      15_000,
      stop.signal,
    );
    source.follow(
      () => {
        told.push('second');
      },
      15_000,
      second.signal,
    );
    await heard(1);
    await wait(0);
    expect(told).to.deep.equal(['3']);
  });
});

describe('followCount', () => {
  it('requests a URL once for all who follow it', async () => {
    const src = endpoint('{"count": {count}}', {name});
    for (let i = 0; i < 3; i++) {
      const own = (count: number, stale: boolean) => {
        tell(count, stale);
      };
      followCount(new URL(src, document.baseURI), 15, own, stop.signal);
    }
    expect(await heard(3)).to.deep.equal(['1', '1', '1']);
  });
});
