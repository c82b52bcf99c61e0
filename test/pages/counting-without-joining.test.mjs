// <ot-connection-count src> and its server: what is requested, how often, and what is not.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {PassThrough} from 'node:stream';
import {inBrowsers} from './in-browsers.mjs';
import {MODULE, RECORDER} from './room.mjs';
import {until} from './tab.mjs';

const POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src 'self'; require-trusted-types-for 'script'";

/** The requests: by path, whether each response was 304. */
const asked = new Map();
const streams = new Set();
const sevenStreams = new Set();
let closed = 0;

/** Whether requests for the lazily loaded script fail. */
let isLost = false;

const note = (path, what) => asked.set(path, [...(asked.get(path) ?? []), what]);

const page = (counts) => (query, context) => {
  context.set('content-security-policy', POLICY);
  const {name} = Object.fromEntries(query);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Counts</title>
    <script src="/recorder.js"></script>${MODULE}<main>${counts(name)}</main></html>`;
};

const pages = {
  '/recorder.js': (query, context) => {
    context.type = 'js';
    return RECORDER;
  },
  '/tagged': (query, context) => {
    context.type = 'json';
    context.set({etag: '"7"', 'cache-control': 'no-cache'});
    const isFresh = context.get('if-none-match') === '"7"';
    note(query.get('name'), isFresh ? 304 : 200);
    if (isFresh) context.status = 304;
    return isFresh ? null : '{"count": 7}';
  },
  '/stream': (query, context) => {
    note(query.get('name'), context.get('accept'));
    context.type = 'text/event-stream';
    const stream = new PassThrough();
    streams.add(stream);
    context.req.on('close', () => {
      closed++;
      streams.delete(stream);
    });
    stream.write('data: 1\n\n');
    return stream;
  },
  // a stream that stays open after the requested number
  '/one-of-seven': (query, context) => {
    const number = query.get('count');
    note(query.get('name') + number, context.get('accept'));
    context.type = 'text/event-stream';
    const stream = new PassThrough();
    sevenStreams.add(stream);
    context.req.on('close', () => sevenStreams.delete(stream));
    stream.write(`data: ${number}\n\n`);
    return stream;
  },
  '/json': (query, context) => {
    context.type = 'json';
    return '{"count": 1}';
  },
  '/seven': page((name) =>
    [1, 2, 3, 4, 5, 6, 7]
      .map(
        (count) =>
          `<ot-connection-count src="/one-of-seven?name=${name}&count=${count}" refresh="5">unknown</ot-connection-count>`,
      )
      .join(''),
  ),
  '/cdn/optional-count-features.js': (query, context) => {
    context.type = 'js';
    if (isLost) context.status = 503;
    return isLost ? '' : features;
  },
  '/polling': page(
    (name) => `<ot-connection-count refresh="5" src="/tagged?name=${name}">unknown</ot-connection-count>`,
  ),
  '/streaming': page((name) =>
    `<ot-connection-count src="/stream?name=${name}">unknown</ot-connection-count>`.repeat(3),
  ),
  '/announcing': page(
    () => `<h1>Live</h1><ot-session engine="local" session-id="announcing" token="data=me">
      <p><ot-connection-count announce count="others" text-other="{count} others are here">unknown</ot-connection-count></p>
    </ot-session>`,
  ),
};

const features = await readFile('cdn/optional-count-features.js', 'utf8');
let tests = 0;
const newName = () => `${process.pid}-${tests++}`;

// WebKit's tabs are hidden here, and a hidden page sends no requests: test/elements covers WebKit
const names = ['chromium', 'firefox'];

inBrowsers('counting without joining', {names, pages}, ({name: browserName, open, site}) => {
  const value = (tab, number) =>
    tab.until(
      (wanted) => [...document.querySelectorAll('ot-connection-count')].every((count) => count.value === wanted),
      number,
    );

  test('an ETag is respected: the next responses are 304, and the number stays', async (context) => {
    const name = newName();
    const tab = await open(context, `/polling?name=${name}`);
    await value(tab, 7);
    await until(() => asked.get(name).length >= 2);
    assert.deepEqual(asked.get(name).slice(0, 2), [200, 304]);
    await value(tab, 7);
    assert.deepEqual(
      (await tab.problems()).filter((problem) => !problem.includes('favicon')),
      [],
    );
  });

  test('pitfall 21: all counts of the page share one stream, which is closed with the last', async (context) => {
    const name = newName();
    const before = closed;
    const tab = await open(context, `/streaming?name=${name}`);
    await value(tab, 1);
    assert.equal(asked.get(name).length, 1);
    assert.match(asked.get(name)[0], /application\/json.*text\/event-stream/);
    for (const stream of streams) stream.write('data: {"count": 2}\r\n\r\n');
    await value(tab, 2);
    await tab.evaluate(() => {
      for (const count of [...document.querySelectorAll('ot-connection-count')].slice(1)) count.remove();
    });
    for (const stream of streams) stream.write('data: 3\n\n');
    await value(tab, 3);
    assert.equal(closed, before);
    await tab.evaluate(() => document.querySelector('ot-connection-count').remove());
    await until(() => closed > before);
    assert.deepEqual(
      (await tab.problems()).filter((problem) => !problem.includes('favicon')),
      [],
    );
  });

  test('seven streaming counts leave connections for the rest of the page, and each has its number', async (context) => {
    const name = newName();
    const tab = await open(context, `/seven?name=${name}`);
    const values = () =>
      tab.evaluate(() => [...document.querySelectorAll('ot-connection-count')].map((count) => count.value));
    await until(async () => (await values()).join() === '1,2,3,4,5,6,7', values);
    // this would wait for a stream to end, which none does
    assert.deepEqual(await tab.evaluate(() => fetch('/json').then((response) => response.json())), {count: 1});
    await until(
      () => sevenStreams.size === 2,
      () => `2 streams, not ${sevenStreams.size}`,
    );
    // the others are polled
    const accepted = () => [1, 2, 3, 4, 5, 6, 7].map((count) => asked.get(name + count));
    assert.equal(accepted().filter(([accept]) => accept === 'application/json').length, 5);
    await until(
      () => accepted().filter((requests) => requests.length > 1).length === 5,
      () => `a second request of each: ${JSON.stringify(accepted())}`,
    );
    // a closed stream frees its slot
    const isStreamed = (requests) => requests.some((accept) => accept.includes('event-stream'));
    const streamed = accepted().findIndex(isStreamed);
    await tab.evaluate((index) => document.querySelectorAll('ot-connection-count')[index].remove(), streamed);
    await until(
      () => accepted().filter(isStreamed).length === 3,
      () => `a third stream: ${JSON.stringify(accepted())}`,
    );
    assert.deepEqual(
      (await tab.problems()).filter((problem) => !problem.includes('favicon')),
      [],
    );
  });

  test('pitfall 23: a stream with other data is closed, and the number is stale', async (context) => {
    const before = closed;
    const tab = await open(context, `/streaming?name=${newName()}`);
    await value(tab, 1);
    for (const stream of streams) stream.write('data: <h1>\n\n');
    await until(() => closed > before);
    await value(tab, 1);
    assert.ok(await tab.evaluate(() => document.querySelector('ot-connection-count').matches(':state(stale)')));
    assert.match((await tab.problems()).join(), /src="[^"]*\/stream">: 200 OK, and no JSON/);
  });

  test('pitfall 18: a page in the back/forward cache has no open stream, and is up to date when it is restored', async (context) => {
    const name = newName();
    const before = closed;
    const tab = await open(context, `/streaming?name=${name}`);
    await value(tab, 1);
    await tab.goto(`${site.origin}/elsewhere`);
    await until(() => closed > before);
    await tab.back();
    await tab.until(() => location.pathname === '/streaming' && window.shows?.length > 0);
    await value(tab, 1);
    // not within a second of the first request
    await until(() => asked.get(name).length >= 2 && streams.size > 0);
    const wasKept = await tab.evaluate(() => window.shows.at(-1));
    if (browserName === 'chromium') assert.equal(wasKept, true);
    for (const stream of streams) stream.write('data: 5\n\n');
    await value(tab, 5);
  });

  test('a script that fails to load is reported, affects nothing else, and is loaded again on the next occasion', async (context) => {
    isLost = true;
    context.after(() => (isLost = false));
    const tab = await open(context, `/polling?name=${newName()}`);
    const received = await tab.until(() => window.problems.find((problem) => problem.includes('could not be loaded')));
    assert.match(received, /^<ot-connection-count>: /);
    assert.ok(await tab.evaluate(() => document.querySelector('ot-connection-count').matches(':state(unknown)')));
    isLost = false;
    // Firefox caches a failed import for the lifetime of the page
    if (browserName === 'firefox') return;
    await tab.evaluate(() => dispatchEvent(new Event('online')));
    await value(tab, 7);
  });

  if (browserName === 'chromium') {
    test('a hidden page requests nothing, and is up to date as soon as it is visible', async (context) => {
      const name = newName();
      const tab = await open(context, `/polling?name=${name}`);
      await value(tab, 7);
      const other = await open(context, '/elsewhere');
      await other.page.bringToFront();
      await tab.until(() => document.visibilityState === 'hidden');
      const {length} = asked.get(name);
      await sleep(6_000);
      assert.equal(asked.get(name).length, length);
      // otherwise the request could be a regular one, not caused by the visibility
      await tab.evaluate(() => void (window.setTimeout = () => 0));
      await tab.page.bringToFront();
      await until(() => asked.get(name).length > length);
    });

    test('announce: the accessibility tree has the phrase once, and the announcement only briefly', async (context) => {
      const tab = await open(context, '/announcing');
      await value(tab, 0);
      const texts = async () => {
        const found = [];
        const walk = ({role, name, children = []}) => {
          if (role === 'StaticText' && /others/.test(name)) found.push(name);
          children.forEach(walk);
        };
        walk(await tab.page.accessibility.snapshot({interestingOnly: false}));
        return found;
      };
      const statuses = () =>
        tab.evaluate(
          () => document.querySelector('ot-connection-count').shadowRoot.querySelector('[role=status]')?.textContent,
        );
      // rendered, and noticed by the announcer
      await tab.until(
        () =>
          document.querySelector('ot-connection-count').shadowRoot.textContent === '0 others are here' &&
          document.querySelector('ot-connection-count').shadowRoot.querySelector('[role=status]'),
      );
      assert.deepEqual(await texts(), ['0 others are here']);
      assert.equal(await statuses(), '');
      await tab.addFrame('/announcing');
      await value(tab, 1);
      await tab.until(
        () =>
          document.querySelector('ot-connection-count').shadowRoot.querySelector('[role=status]').textContent ===
          '1 others are here',
      );
      assert.deepEqual(await texts(), ['1 others are here', '1 others are here']);
      await tab.until(
        () => !document.querySelector('ot-connection-count').shadowRoot.querySelector('[role=status]').textContent,
      );
      assert.deepEqual(await texts(), ['1 others are here']);
      assert.deepEqual(
        (await tab.problems()).filter((problem) => !problem.includes('favicon')),
        [],
      );
    });
  }
});
