// What a CDN serves, in pages without a build.
import assert from 'node:assert/strict';
import {createHash, randomUUID} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';
import {CLASSIC, MODULE, newRoom, roomPage} from './room.mjs';
import {allDelivered} from './tab.mjs';

// as in WordPress: the entry's URL differs from the one that its own files would import
const VERSIONED = MODULE.replace('.js', '.js?ver=0.1.0');
const hash = createHash('sha384').update(readFileSync('cdn/ot-elements.classic.js')).digest('base64');
const SCRIPTS = {
  '/module': VERSIONED,
  '/module-of-two-addresses': VERSIONED + MODULE,
  '/classic': CLASSIC,
  '/classic-in-the-head': CLASSIC.replace('defer ', ''),
  '/classic-with-integrity': CLASSIC.replace('defer ', `defer integrity="sha384-${hash}" `),
  '/classic-twice': CLASSIC + CLASSIC,
  '/module-and-classic': MODULE + CLASSIC,
  '/classic-first-and-module': CLASSIC.replace('defer ', '') + MODULE,
};

const pages = Object.fromEntries(
  Object.entries(SCRIPTS).map(([path, scripts]) => [path, (query) => roomPage(query, scripts)]),
);

const SECRET = randomUUID();
pages['/credentials'] = (query, context) => {
  context.type = 'json';
  return JSON.stringify({token: `role=moderator&key=${SECRET}`});
};

/** Pages in which a policy lets only these files load. */
for (const [path, names] of [
  ['/without-moments', ['ot-elements', 'engine-local', 'join']],
  ['/without-join', ['ot-elements', 'engine-local']],
  ['/without-engine', ['ot-elements', 'join']],
]) {
  pages[path] = (query, context) => {
    context.set(
      'content-security-policy',
      `script-src 'unsafe-inline' ${names.map((name) => `${context.origin}/cdn/${name}.js`).join(' ')}`,
    );
    return roomPage(query, MODULE);
  };
}

inBrowsers('what a CDN serves', {pages}, ({name, open, site}) => {
  /** The CDN files that are requested from now on. */
  function requestedFiles() {
    const {length} = site.requests;
    return () => site.requests.slice(length).filter((path) => path.startsWith('/cdn/') && !path.endsWith('.map'));
  }

  for (const path of ['/module', '/classic', '/classic-in-the-head', '/classic-with-integrity']) {
    test(`${path}: the elements work`, async (context) => {
      const room = newRoom();
      const tab = await open(context, room({}, path));
      await tab.counts(1);
      await allDelivered(room({}, path), tab);
      assert.deepEqual(await tab.problems(), []);
    });
  }

  test('the classic script exposes what the module exports', async (context) => {
    const tab = await open(context, newRoom()({}, '/classic'));
    const [ofModule, ofClassic] = await tab.evaluate(async () => [
      Object.keys(await import('/cdn/ot-elements.js')).sort(),
      Object.keys(globalThis.OTElements).sort(),
    ]);
    assert.ok(ofModule.includes('initSession'));
    assert.deepEqual(ofClassic, ofModule);
  });

  test('the module and the classic script join the same session', async (context) => {
    const room = newRoom();
    const tabs = [await open(context, room({}, '/module')), await open(context, room({}, '/classic'))];
    await Promise.all(tabs.map((tab) => tab.counts(2)));
  });

  for (const path of [
    '/classic-twice',
    '/module-of-two-addresses',
    '/module-and-classic',
    '/classic-first-and-module',
  ]) {
    test(`pitfall 16: ${path}: nothing is thrown, and one connection is made`, async (context) => {
      const room = newRoom();
      const watcher = await open(context, room());
      const tab = await open(context, room({}, path));
      await Promise.all([watcher.counts(2), tab.counts(2)]);
      // every other script has run
      await tab.until(() => document.readyState === 'complete');
      await allDelivered(room(), watcher, tab);
      await Promise.all([watcher.counts(2), tab.counts(2)]);
      assert.deepEqual(await tab.problems(), []);
    });
  }

  test('two copies of the package in a page share one connection', async (context) => {
    const room = newRoom();
    const watcher = await open(context, room());
    const tab = await open(context, room({}, '/module'));
    await Promise.all([watcher.counts(2), tab.counts(2)]);
    const states = await tab.evaluate(async () => {
      const {sessionId} = document.querySelector('ot-session').session;
      // a different URL makes it a second copy
      const copy = await import('/cdn/ot-elements.js?another-copy');
      window.copied = copy.initSession('', sessionId, {engine: 'local'});
      await window.copied.connect();
      const {connectionId} = document.querySelector('ot-session').connection;
      return [window.copied.connectionCount, window.copied.connection.connectionId === connectionId];
    });
    assert.deepEqual(states, [2, true]);
    await allDelivered(room(), watcher, tab);
    await watcher.counts(2);
    // the connection stays as long as either of them uses it
    await tab.evaluate(() => document.querySelector('ot-session').remove());
    await tab.until(() => window.copied.connectionCount === 2);
    await allDelivered(room(), watcher);
    await watcher.counts(2);
    await tab.evaluate(() => window.copied.disconnect());
    await watcher.counts(1);
  });

  test('the module loads one engine, once it connects, and nothing twice', async (context) => {
    const files = requestedFiles();
    const tab = await open(context, newRoom()({'connect-on': 'manual'}, '/module'));
    await tab.until(() => customElements.get('ot-session') && document.readyState === 'complete');
    // a page of the same origin would request it from the server
    await tab.evaluate(() => fetch('/elsewhere'));
    assert.deepEqual(files(), ['/cdn/ot-elements.js']);
    await tab.evaluate(() => document.querySelector('ot-session').connect());
    await tab.counts(1);
    assert.deepEqual(files().sort(), ['/cdn/engine-local.js', '/cdn/join.js', '/cdn/ot-elements.js']);
  });

  // WebKit's tabs are all hidden here, and nothing in them is in view
  const inView = name === 'webkit' ? test.skip : test;
  inView('connect-on="visible" loads what watches, and joins at once where that is blocked', async (context) => {
    const files = requestedFiles();
    const room = newRoom()({'connect-on': 'visible'}, '/module');
    await (await open(context, room)).counts(1);
    assert.deepEqual(files().sort(), [
      '/cdn/connect-trigger.js',
      '/cdn/engine-local.js',
      '/cdn/join.js',
      '/cdn/ot-elements.js',
    ]);

    const tab = await open(context, room.replace('/module', '/without-moments'));
    await tab.counts(2);
    const problems = await tab.problems();
    assert.ok(
      problems.some((problem) =>
        problem.startsWith('<ot-session connect-on="visible">: its script could not be loaded'),
      ),
      problems.join(),
    );
  });

  for (const path of ['/without-join', '/without-engine']) {
    test(`${path}: the attempt fails with a code, and another one follows`, async (context) => {
      const tab = await open(context, newRoom()({}, path));
      const {code, message, state} = await tab.until(() => {
        const {error, state} = document.querySelector('ot-session');
        return error && {code: error.code, message: error.message, state};
      });
      assert.equal(code, 'engine-load-failed');
      assert.match(message, /^<ot-session engine="local">: its script could not be loaded/);
      assert.equal(state, 'connecting');
    });
  }

  test('the classic script is one file that contains the engines', async (context) => {
    const files = requestedFiles();
    const tab = await open(context, newRoom()({}, '/classic'));
    await tab.counts(1);
    assert.deepEqual(files(), ['/cdn/ot-elements.classic.js']);
  });

  test('an error keeps its code on the way out of an engine', async (context) => {
    const tab = await open(context, newRoom()({token: 'role=nobody'}, '/module'));
    assert.equal(await tab.until(() => document.querySelector('ot-session').error?.code), 'authentication-failed');
    assert.match((await tab.problems()).join(), /^ot-elements: /);
  });

  test('pitfall 24: the token is in no event, message, markup, storage, history, or request of the page', async (context) => {
    const {length} = site.received;
    const tab = await open(context, newRoom()({'connect-on': 'manual', src: '/credentials'}, '/module'));
    const seen = await tab.evaluate(async () => {
      const session = document.querySelector('ot-session');
      const events = [];
      for (const type of ['connectionCreated', 'sessionConnected', 'sessionDisconnected', 'error']) {
        session.addEventListener(type, (event) => events.push(JSON.stringify(event.detail)));
      }
      await session.connect();
      const markup = document.documentElement.outerHTML;
      await session.disconnect();
      const {token} = await (await fetch('/credentials')).json();
      session.removeAttribute('src');
      await session
        .connect(token.replace('moderator', 'nobody'))
        .catch((error) => events.push(String(error), error.stack));
      const {state} = history;
      return [
        ...[...events, markup, ...window.problems, location.href, document.title, document.cookie, window.name],
        JSON.stringify([state, {...localStorage}, {...sessionStorage}]),
        JSON.stringify([await caches.keys(), await indexedDB.databases()]),
        JSON.stringify(performance.getEntries()),
      ].join('\n');
    });
    const referrer = await tab.evaluate(
      () =>
        new Promise((resolve) => {
          const frame = document.createElement('iframe');
          frame.onload = () => resolve(frame.contentDocument.referrer);
          frame.src = '/elsewhere';
          document.body.append(frame);
        }),
    );
    const texts = [seen, referrer, ...site.received.slice(length)];
    assert.match(seen, /sessionConnected[^]*authentication-failed[^]*<html/);
    assert.match(texts.at(-1), /^GET \/elsewhere .*"referer":/);
    assert.deepEqual(
      texts.filter((text) => text.includes(SECRET)),
      [],
    );
  });
});
