// Markup as a CMS allows it, in whole pages with the CDN files.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {PassThrough} from 'node:stream';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';
import {CLASSIC, MODULE, RECORDER} from './room.mjs';
import {allDelivered} from './tab.mjs';

const CLASSIC_AT_ONCE = CLASSIC.replace('defer ', '');
const CLASSIC_ASYNC = CLASSIC.replace('defer', 'async');
const MODULE_ASYNC = MODULE.replace('type', 'async type');
/** The same file as in another version: see `otherVersion()`. */
const other = (script) => script.replace('/cdn/', '/other/');

const SCRIPTS = {
  module: MODULE,
  'module-async': MODULE_ASYNC,
  classic: CLASSIC,
  'classic-at-once': CLASSIC_AT_ONCE,
  'classic-async': CLASSIC_ASYNC,
  'module-of-two-addresses': MODULE + MODULE.replace('.js', '.js?ver=1'),
  'classic-twice': CLASSIC + CLASSIC_AT_ONCE,
  'module-and-classic': MODULE + CLASSIC,
  'classic-first-and-module': CLASSIC_AT_ONCE + MODULE,
  'two-versions': MODULE + other(MODULE),
  'two-versions-async': CLASSIC_ASYNC + other(MODULE_ASYNC) + other(CLASSIC),
};

/** A version that does not know the other one: it scans by itself, at other intervals. */
function otherVersion(name) {
  const code = readFileSync(`cdn/${name}`, 'utf8');
  const changed = code
    .replace('ot-elements.auto.1', 'ot-elements.auto.other')
    .replace('+100-performance', '+70-performance');
  assert.equal(changed.length, code.length + 3, 'both are in there');
  return changed;
}

const script = (code) => (query, context) => {
  context.type = 'js';
  return code(query);
};

const OWN = 'class="post" style="color: red" role="status"';
const post = (id, text = 'Live now') => `
  <div id="post" ${OWN} data-ot-session data-ot-engine="local" data-ot-session-id="${id}">
    <p>Now: <span data-ot-connection-count data-ot-text-other="{count} here">${text}</span></p>
  </div>`;

const html = (head, body = '', recorder = `<script>${RECORDER}</script>`) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>A post</title>
    ${recorder}
    ${head}
  </head>
  <body>${body}</body>
</html>`;

const POLICY = "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html";
const SLOW = '<script src="/slow.js"></script>';
/** The response that a parser waits for. */
let slow;

/** A session that may be rejected, and another one, which shows when both have been scanned. */
const addressed = (attributes) =>
  `<p id="asks" data-ot-session data-ot-connect-on="manual" ${attributes}></p>
  <p id="last" data-ot-session data-ot-connect-on="manual"></p>`;

const pages = {
  '/post': (query) => html(SCRIPTS[query.get('scripts')], post(query.get('id'))),
  '/empty': (query) => html(SCRIPTS[query.get('scripts')], '<main></main>'),
  '/slow': (query) => html(CLASSIC_AT_ONCE, post(query.get('id'), `Live ${SLOW} now`)),
  '/slow.js': script(() => (slow = new PassThrough())),
  '/guarded': (query, context) => {
    context.set('content-security-policy', POLICY);
    const body = post(query.get('id')).replace(/style=".*?"/, '');
    return html(SCRIPTS[query.get('scripts')], body, '<script src="/recorder.js"></script>');
  },
  '/recorder.js': script(() => RECORDER),
  '/other.js': script(() => ''),
  '/other/ot-elements.js': script(() => otherVersion('ot-elements.js')),
  '/other/ot-elements.classic.js': script(() => otherVersion('ot-elements.classic.js')),
  '/other/engine-local.js': script(() => readFileSync('cdn/engine-local.js', 'utf8')),
  '/other/join.js': script(() => readFileSync('cdn/join.js', 'utf8')),
  '/addressed': (query) => html(query.get('head'), addressed(query.get('attributes'))),
  '/sandboxed': () =>
    html(
      '<script>addEventListener("message", ({data}) => (window.answer = data))</script>',
      `<iframe sandbox="allow-scripts" src="/in-sandbox"></iframe>`,
    ),
  '/in-sandbox': () =>
    html(
      CLASSIC_AT_ONCE,
      `${addressed('data-ot-src="/session"')}
      <script>
        const look = () =>
          last.firstElementChild ? parent.postMessage([origin, asks.children.length], '*') : setTimeout(look);
        look();
      </script>`,
    ),
};

inBrowsers('data attributes', {pages}, ({open, site}) => {
  const visit = (context, path, query) => open(context, `${path}?${new URLSearchParams(query)}`);
  /** Another member of the session, on a page with the elements. */
  const watch = (context, id) => visit(context, '/room', {'session-id': id});

  for (const scripts of Object.keys(SCRIPTS)) {
    test(`${scripts}: the elements are inserted once, and join once; the host is unchanged`, async (context) => {
      const id = randomUUID();
      const watcher = await watch(context, id);
      const tab = await visit(context, '/post', {scripts, id});
      await Promise.all([watcher.counts(2), tab.counts(2)]);
      await tab.until(() => document.readyState === 'complete');
      await allDelivered(`/room?session-id=${id}`, watcher);
      await Promise.all([watcher.counts(2), tab.counts(2)]);
      const markup = await tab.evaluate(() => document.querySelector('#post').outerHTML.replace(/\s+/g, ' '));
      assert.equal(
        markup,
        `<div id="post" ${OWN} data-ot-session="" data-ot-engine="local" data-ot-session-id="${id}">` +
          `<ot-session data-ot-upgraded="" engine="local" session-id="${id}"></ot-session> ` +
          '<p>Now: <span data-ot-connection-count="" data-ot-text-other="{count} here">' +
          '<ot-connection-count data-ot-upgraded="" text-other="{count} here">Live now</ot-connection-count></span></p> </div>',
      );
      assert.deepEqual(await tab.problems(), []);
    });
  }

  for (const scripts of ['module', 'classic-async', 'two-versions']) {
    test(`${scripts}: markup that is added later and removed again: swapped in, appended, removed`, async (context) => {
      const id = randomUUID();
      const watcher = await watch(context, id);
      const tab = await visit(context, '/empty', {scripts});
      await tab.until(() => document.readyState === 'complete');
      // like htmx
      await tab.evaluate((markup) => (document.querySelector('main').innerHTML = markup), post(id));
      await Promise.all([watcher.counts(2), tab.counts(2)]);
      await tab.evaluate(() => (document.querySelector('main').innerHTML = '<p>Something else</p>'));
      await watcher.counts(1);
      // like infinite scrolling
      for (let page = 1; page <= 3; page++) {
        await tab.evaluate(
          (markup) => {
            const fragment = document.createRange().createContextualFragment(markup);
            document.querySelector('main').append(fragment);
          },
          post(page === 2 ? id : randomUUID()),
        );
      }
      await watcher.counts(2);
      await tab.until(() => document.querySelectorAll('[data-ot-session] > ot-session:first-child').length === 3);
      await tab.until(
        () => [...document.querySelectorAll('ot-connection-count')].map(({value}) => value).join() === '1,2,1',
      );
      assert.equal(await tab.evaluate(() => document.querySelectorAll('ot-session').length), 3);
      await tab.evaluate((of) => document.querySelector(`div[data-ot-session-id="${of}"]`).remove(), id);
      await watcher.counts(1);
      assert.deepEqual(await tab.problems(), []);
    });
  }

  test('a session follows its host to another session id, and others receive the events', async (context) => {
    const [id, next] = [randomUUID(), randomUUID()];
    const [before, after] = [await watch(context, id), await watch(context, next)];
    const tab = await visit(context, '/post', {scripts: 'module', id});
    await before.counts(2);
    await tab.evaluate((to) => (document.querySelector('#post').dataset.otSessionId = to), next);
    await Promise.all([before.counts(1), after.counts(2), tab.counts(2)]);
  });

  test('a host that is still being parsed is upgraded, and contains what follows', async (context) => {
    const tab = await open(context, '/elsewhere');
    await tab.evaluate((src) => {
      // in a frame, since a driver may wait until a page is loaded
      const frame = document.createElement('iframe');
      frame.src = src;
      document.body.append(frame);
      window.nodes = () => [...(frame.contentDocument.querySelector('span')?.childNodes ?? [])];
    }, `/slow?id=${randomUUID()}`);
    await tab.until(() => window.nodes()[0]?.value === 1);
    assert.doesNotMatch(await tab.evaluate(() => window.nodes()[0].textContent), /now/);
    slow.end('');
    const text = await tab.until(() => {
      const [count, ...more] = window.nodes();
      return more.length === 0 && /now/.test(count.textContent) && count.textContent;
    });
    assert.match(text, /^Live\s+now$/);
  });

  test('a page that is restored from the back/forward cache, or reloaded, joins the session again', async (context) => {
    const id = randomUUID();
    const watcher = await watch(context, id);
    const tab = await visit(context, '/post', {scripts: 'module', id});
    await watcher.counts(2);
    await tab.goto(`${site.origin}/elsewhere`);
    await watcher.counts(1);
    await tab.back();
    await tab.until(() => location.pathname === '/post' && window.shows?.length > 0);
    await Promise.all([watcher.counts(2), tab.counts(2)]);
    // and scans continue
    await tab.evaluate(() => document.querySelector('#post').removeAttribute('data-ot-session'));
    await watcher.counts(1);
  });

  for (const scripts of ['module', 'classic']) {
    test(`${scripts}: no violation of a strict Content Security Policy`, async (context) => {
      const id = randomUUID();
      const tab = await visit(context, '/guarded', {scripts, id});
      await tab.counts(1);
      const problems = await tab.problems();
      // but for the icon, which a browser asks for by itself
      assert.deepEqual(
        problems.filter((problem) => !/^img-src: .*favicon.ico$/.test(problem)),
        [],
      );
    });
  }

  /** The URL that the session requests, or 'refused'. */
  async function addressOf(tab) {
    await tab.until(() => document.querySelector('#last > ot-session') !== null);
    return tab.evaluate(() => document.querySelector('#asks > ot-session')?.src ?? 'refused');
  }
  const API = 'https://api.example.org/session';
  const ORIGINS = 'data-ot-origins="https://api.example.org/ wss://xmpp.example.org *"';
  const naming = (tag) => tag.replace('src=', `${ORIGINS} src=`);

  for (const [name, tag] of Object.entries({
    'the module’s': naming(MODULE),
    'the async module’s': naming(MODULE_ASYNC),
    'the module’s with a version': naming(MODULE).replace('.js', '.js?ver=1'),
    'the classic script’s': naming(CLASSIC),
    'the classic script’s without defer': naming(CLASSIC_AT_ONCE),
    'the classic script’s with async': naming(CLASSIC_ASYNC),
    'that of a second copy': MODULE + naming(CLASSIC),
    'the module’s beside an image that has a method’s name': `${naming(MODULE)}<body><img name="querySelectorAll" />`,
  })) {
    test(`an origin that a script tag allows may be requested: ${name}`, async (context) => {
      const tab = await visit(context, '/addressed', {head: tag, attributes: `data-ot-src="${API}"`});
      await tab.until((address) => document.querySelector('#asks > ot-session')?.src === address, API);
    });
  }

  test('an origin allowed as ws: is also allowed as http:, and others are rejected', async (context) => {
    const head = naming(MODULE);
    for (const [src, allowed] of Object.entries({
      'https://xmpp.example.org/': true,
      'http://xmpp.example.org/': false,
      'https://example.org/': false,
      'https://api.example.org:8443/': false,
    })) {
      const tab = await visit(context, '/addressed', {head, attributes: `data-ot-src="${src}"`});
      assert.equal(await addressOf(tab), allowed ? src : 'refused');
      assert.equal((await tab.problems()).length, allowed ? 0 : 1);
    }
  });

  const inert = `${ORIGINS} src="/cdn/ot-elements.js"`;
  for (const [name, head] of Object.entries({
    'no tag names': MODULE + CLASSIC,
    'another script’s tag names': `<script type="module" src="/other.js" ${ORIGINS}></script>${MODULE}`,
    'an inline script’s tag names': `<script type="module" ${ORIGINS}></script><script ${ORIGINS}></script>${MODULE}${CLASSIC}`,
    'a tag names that is no script': `<script type="application/ld+json" ${inert}></script><link ${inert} />${MODULE}`,
    'an image names that calls itself the current script': `${CLASSIC}${MODULE}<body><img name="currentScript" ${inert} />`,
  })) {
    test(`an origin that ${name} is rejected`, async (context) => {
      const tab = await visit(context, '/addressed', {head, attributes: `data-ot-src="${API}" ${ORIGINS}`});
      assert.equal(await addressOf(tab), 'refused');
      assert.match(
        (await tab.problems()).join(),
        /data-ot-src: the origin https:\/\/api\.example\.org is not this page's/,
      );
    });
  }

  test('in a sandboxed frame, which has an opaque origin, no URL is same-origin', async (context) => {
    const tab = await open(context, '/sandboxed');
    assert.deepEqual(await tab.until(() => window.answer), ['null', 0]);
  });
});
