// Pages that real tools re-render: a session that exists before and after never leaves, for itself or for others.
import assert from 'node:assert/strict';
import {PassThrough} from 'node:stream';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';
import {PAGE_TOOLS} from './page-tools.mjs';
import {RERENDERINGS} from './rerenderings.mjs';
import {MODULE, newRoom, RECORDER} from './room.mjs';
import {allDelivered} from './tab.mjs';

/** A session with a count in it: as elements, or as data- hosts. */
const FORMS = {
  elements: {
    session: (query, more = '') =>
      `<ot-session id="live" engine="local" session-id="${query.get('session-id')}" ${more}>` +
      '<ot-connection-count>unknown</ot-connection-count></ot-session>',
    count: '<ot-connection-count for="live"></ot-connection-count>',
    // the same, for a framework
    sessionParts: (query) => ['ot-session', {engine: 'local', 'session-id': query.get('session-id')}],
    countParts: ['ot-connection-count', {}],
  },
  hosts: {
    session: (query, more = '') =>
      `<div id="live" data-ot-session data-ot-engine="local" data-ot-session-id="${query.get('session-id')}" ${more}>` +
      '<span data-ot-connection-count>unknown</span></div>',
    count: '<span data-ot-connection-count data-ot-for="live"></span>',
    sessionParts: (query) => [
      'div',
      {'data-ot-session': '', 'data-ot-engine': 'local', 'data-ot-session-id': query.get('session-id')},
    ],
    countParts: ['span', {'data-ot-connection-count': ''}],
  },
};
const formOf = (query) => FORMS[query.has('hosts') ? 'hosts' : 'elements'];
const session = (query, more) => formOf(query).session(query, more);

/** Every value of every count, in order: NaN is unknown. */
const COUNTS = `
  window.values = [];
  addEventListener('countchange', ({target}) => values.push(target.value), true);`;

const page = (query) => `<!doctype html>
<html lang="en">
  <title>Rendered again</title>
  <script>${RECORDER}${COUNTS}
    window.fragment = ${JSON.stringify(`/fragment?${query}`)};
    window.markup = ${JSON.stringify(`<h1>News</h1>${session(query)}<p>The end</p>`)};
    window.reordered = ${JSON.stringify(`<h1>News</h1><p>The end</p>${session(query)}`)};
    window.sessionParts = ${JSON.stringify(formOf(query).sessionParts(query))};
    window.countParts = ${JSON.stringify(formOf(query).countParts)};
  </script>
  <script defer src="/tools.js"></script>
  <script defer src="/node_modules/htmx.org/dist/htmx.min.js"></script>
  ${MODULE}
  <header>${formOf(query).count}</header>
  <main></main>
</html>`;

/** Responses that are held back until the test sends them, by the session id of the page. */
const held = new Map();

const turboPage = (path, body) => (query, context) => {
  const other = `/turbo-${path === 'one' ? 'two' : 'one'}?${query}`;
  const html = `<!doctype html>
<html lang="en">
  <head>
    <title>${path}</title>
    <script>${RECORDER}${COUNTS}</script>
    <script defer src="/node_modules/@hotwired/turbo/dist/turbo.es2017-umd.js"></script>
    ${MODULE}
  </head>
  <body><h1>${path}</h1>${body(query)}<a href="${other.replaceAll('&', '&amp;')}">the other page</a></body>
</html>`;
  const answer = held.get(query.get('session-id'));
  if (!answer || context.path !== answer.path) return html;
  answer.release = () => answer.stream.end(html);
  return answer.stream;
};

const inTurbo = (query) => session(query, query.has('permanent') ? 'data-turbo-permanent' : '');

const pages = {
  '/rerendered': page,
  '/fragment': (query) => `<h1>News</h1>${session(query)}`,
  '/tools.js': (query, context) => {
    context.type = 'js';
    return PAGE_TOOLS;
  },
  '/turbo-one': turboPage('one', inTurbo),
  '/turbo-two': turboPage('two', inTurbo),
  '/turbo-without': turboPage('without', () => ''),
};

inBrowsers('pages that are re-rendered', {names: ['chromium', 'firefox'], pages}, ({open}) => {
  /** The events that a tab received, except for visitors that joined later. */
  async function others(tab, ...known) {
    const received = await tab.evaluate(() => window.received);
    return received.filter(({id}) => known.includes(id) || id === undefined);
  }

  /** Two tabs in one session, which have counted each other. */
  async function openTwo(context, path, attributes, render = () => undefined) {
    const room = newRoom();
    const watcher = await open(context, room());
    const tab = await open(context, room(attributes, path));
    await tab.evaluate(render);
    await Promise.all([watcher.counts(2), tab.counts(2)]);
    const ids = [await watcher.own(), await tab.own()];
    await allDelivered(room(), watcher, tab);
    await tab.counts(2);
    await tab.evaluate(() => (window.values = []));
    const before = await others(watcher, ...ids);
    /** The watcher received nothing, the tab has the same connection, and none of its counts was unknown. */
    const assertNothingHappened = async () => {
      await tab.until(() => document.querySelector('ot-session')?.state === 'connected');
      await allDelivered(room(), watcher);
      await tab.counts(2);
      assert.deepEqual(await others(watcher, ...ids), before, 'received by others');
      assert.equal(await tab.own(), ids[1]);
    };
    return {room, watcher, tab, assertNothingHappened, ids};
  }

  /** The values of a page's counts, while a visitor of the test joins and leaves. */
  const wereNeverUnknown = async (tab) => {
    const values = await tab.evaluate(() => window.values.map((value) => (Number.isNaN(value) ? 'unknown' : value)));
    assert.ok(!values.includes('unknown'), `the counts were ${values}`);
  };

  for (const [form, query] of [
    ['elements', {}],
    ['hosts', {hosts: ''}],
  ]) {
    for (const [what, [render, again]] of Object.entries(RERENDERINGS)) {
      test(`moving does not leave: ${form}, ${what}`, async (context) => {
        const {tab, assertNothingHappened} = await openTwo(context, '/rerendered', query, render);
        if ((await tab.evaluate(again)) === 'not there') return context.skip('this browser has none');
        await assertNothingHappened();
        await wereNeverUnknown(tab);
      });
    }
  }

  /** Visits a page with Turbo, and resolves when it is rendered. */
  const visit = (tab, path, query) =>
    tab.evaluate(async (url) => {
      const loaded = new Promise((resolve) => {
        document.addEventListener('turbo:load', resolve, {once: true});
      });
      window.Turbo.visit(url);
      await loaded;
    }, `${path}?${query}`);

  const queryOf = (room, attributes) => room(attributes).split('?')[1];

  for (const [how, attributes] of Object.entries({
    'with data-turbo-permanent': {permanent: ''},
    'with an equal session on each page': {},
    'with data-turbo-permanent on a host': {permanent: '', hosts: ''},
    'with an equal host on each page': {hosts: ''},
  })) {
    test(`moving does not leave: a Turbo visit, ${how}`, async (context) => {
      const {tab, room, assertNothingHappened} = await openTwo(context, '/turbo-one', attributes);
      await visit(tab, '/turbo-two', queryOf(room, attributes));
      await assertNothingHappened();
      assert.equal(await tab.evaluate(() => document.querySelector('h1').textContent), 'two');
      await wereNeverUnknown(tab);
    });

    test(`moving does not leave: a Turbo visit that shows a preview first, ${how}`, async (context) => {
      const {tab, room, watcher, ids, assertNothingHappened} = await openTwo(context, '/turbo-one', attributes);
      const query = queryOf(room, attributes);
      await visit(tab, '/turbo-two', query);
      await assertNothingHappened();
      const before = await others(watcher, ...ids);
      const answer = {path: '/turbo-one', stream: new PassThrough()};
      held.set(new URLSearchParams(query).get('session-id'), answer);
      await tab.evaluate((url) => window.Turbo.visit(url), `/turbo-one?${query}`);
      await tab.until(() => document.documentElement.hasAttribute('data-turbo-preview'));
      await allDelivered(room(), watcher);
      assert.deepEqual(await others(watcher, ...ids), before, 'received by others during the preview');
      answer.release();
      await tab.until(() => !document.documentElement.hasAttribute('data-turbo-preview'));
      await assertNothingHappened();
    });
  }

  test('a Turbo preview does not join; the page itself does', async (context) => {
    const room = newRoom();
    const query = queryOf(room, {});
    const watcher = await open(context, room());
    const tab = await open(context, `/turbo-one?${query}`);
    await watcher.counts(2);
    const id = await tab.own();
    await visit(tab, '/turbo-without', query);
    await watcher.sawDeparture(id);
    const answer = {path: '/turbo-one', stream: new PassThrough()};
    held.set(new URLSearchParams(query).get('session-id'), answer);
    await tab.evaluate((url) => window.Turbo.visit(url), `/turbo-one?${query}`);
    await tab.until(
      () => document.documentElement.hasAttribute('data-turbo-preview') && document.getElementById('live') !== null,
    );
    await allDelivered(room(), watcher);
    await watcher.counts(1);
    assert.equal(await tab.evaluate(() => document.querySelector('ot-session').state), 'disconnected');
    answer.release();
    await Promise.all([watcher.counts(2), tab.counts(2)]);
    assert.deepEqual(await watcher.eventsOf(await tab.own()), ['connectionCreated']);
  });
});
