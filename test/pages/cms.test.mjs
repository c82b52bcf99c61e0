// The markup of docs/guides/cms/, filtered by the real packages that a CMS uses, and then in a page.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {render} from '../../docs/guides/cms/contentful.mjs';
import {FILTERS, MARKUP, assertText, htmlIn} from '../cms-filters.mjs';
import {inBrowsers} from './in-browsers.mjs';
import {MODULE, RECORDER, recorded} from './room.mjs';

const {elements, data} = MARKUP;
const [STATIC_PAGE] = htmlIn('static-sites.md');

/** The three ways in docs/reference/data-attributes.md to use the browser's own sanitizer: scripts that use `element` and `html`. */
const [KEEP_HOSTS, KEEP_ELEMENTS, KEEP_FALLBACK] = [
  ...readFileSync('docs/reference/data-attributes.md', 'utf8').matchAll(/```js\n(.*?)```/gs),
].map(([, script]) => script);
const [CONSENT, CONSENT_SCRIPT] = [
  ...readFileSync('docs/guides/privacy.md', 'utf8').matchAll(/```html\n(.*?)```/gs),
].map(([, html]) => html);

const richText = (sessionId, fallback) => ({
  nodeType: 'document',
  data: {},
  content: [
    {
      nodeType: 'embedded-entry-block',
      content: [],
      data: {target: {sys: {contentType: {sys: {id: 'liveCount'}}}, fields: {sessionId, fallback}}},
    },
  ],
});

let body = '';
const pages = {
  '/post': () => `<!doctype html><html lang="en"><title>Post</title><script>${RECORDER}</script>${MODULE}
    <main>${body}</main></html>`,
  '/post-by-dompurify': () => `<!doctype html><html lang="en"><title>Post</title><script>${RECORDER}</script>${MODULE}
    <main></main>
    <script type="module">
      import DOMPurify from '/node_modules/dompurify/dist/purify.es.mjs';
      const form = new URLSearchParams(location.search).get('form');
      document.querySelector('main').innerHTML = DOMPurify.sanitize(await (await fetch('/' + form)).text());
      window.isClean = true;
    </script></html>`,
  '/consent': (query) => `<!doctype html><html lang="en"><title>Consent</title><script>${RECORDER}</script>${MODULE}
    <main></main>
    ${CONSENT.replace('src="/session"', `engine="local" session-id="${query.get('session-id')}"`).replace(
      '</div>',
      () => `${query.has('guarded') ? CONSENT_SCRIPT : ''}</div>`,
    )}
    <script type="module">
      import DOMPurify from '/node_modules/dompurify/dist/purify.es.mjs';
      const button = '<button id="author" commandfor="live" command="--connect">Read more</button>';
      document.querySelector('main').innerHTML = DOMPurify.sanitize(button);
      window.isClean = true;
    </script></html>`,
  '/elements': () => elements,
  '/data': () => data,
  '/static': () => recorded(STATIC_PAGE.replace('/ot/', '/cdn/')),
};

const isLive = (tab) =>
  tab.until(
    () =>
      document.querySelector('ot-connection-count')?.shadowRoot?.querySelector('[part=count]')?.textContent ===
      '1 person is here',
  );

inBrowsers('markup in a CMS', {pages}, ({open}) => {
  for (const [filter, {clean, data}] of Object.entries(FILTERS)) {
    if (data !== 'live') continue;
    test(`${filter}: the data form still works after it`, async (context) => {
      // no other open tab of this browser is in the session
      body = clean(MARKUP.data.replaceAll('lobby', randomUUID()));
      const tab = await open(context, '/post');
      await isLive(tab);
      assert.equal(await tab.evaluate(() => document.querySelector('[data-ot-connection-count]').lang), 'en');
      assert.deepEqual(await tab.problems(), []);
    });
  }

  test('DOMPurify: it keeps the text of the elements form', async (context) => {
    const tab = await open(context, '/post-by-dompurify?form=elements');
    await tab.until(() => window.isClean);
    assertText(await tab.evaluate(() => document.querySelector('main').innerHTML));
  });

  test('DOMPurify: the data form still works after it', async (context) => {
    const tab = await open(context, '/post-by-dompurify?form=data');
    await isLive(tab);
    assert.deepEqual(await tab.problems(), []);
  });

  /** The result of `setHTML()` for a form, called by this script in a page with the elements. */
  async function setHTML(context, form, script) {
    body = '';
    const tab = await open(context, '/post');
    const has = await tab.evaluate(() => 'setHTML' in Element.prototype);
    if (!has) return context.skip('this browser has no setHTML()');
    const html = MARKUP[form].replaceAll('lobby', randomUUID());
    await tab.evaluate(
      (code, markup) => {
        const element = document.querySelector('main');
        Function('element', 'html', code)(element, markup);
      },
      script,
      html,
    );
    return tab;
  }

  for (const [what, form, script] of [
    ['that keeps hosts', 'data', KEEP_HOSTS],
    ['that keeps elements', 'elements', KEEP_ELEMENTS],
  ]) {
    test(`setHTML() with a sanitizer ${what} keeps working markup`, async (context) => {
      const tab = await setHTML(context, form, script);
      if (!tab) return;
      await isLive(tab);
      assert.deepEqual(await tab.problems(), []);
    });
  }

  for (const [what, form, script, expected] of [
    ['by default leaves nothing of the elements', 'elements', 'element.setHTML(html)', ''],
    ['by default leaves the text of hosts', 'data', 'element.setHTML(html)', 'Live now'],
    ['with a sanitizer that keeps fallbacks leaves the text of the elements', 'elements', KEEP_FALLBACK, 'Live now'],
  ]) {
    test(`setHTML() ${what}`, async (context) => {
      const tab = await setHTML(context, form, script);
      if (!tab) return;
      const {html, text} = await tab.evaluate(() => {
        const {innerHTML, textContent} = document.querySelector('main');
        return {html: innerHTML, text: textContent};
      });
      assert.doesNotMatch(html, /ot-/);
      assert.equal(text.trim(), expected);
    });
  }

  for (const [what, query, expected] of [
    ['joins where the page does not check', {}, 'connected'],
    ['does not join where only its own buttons may', {guarded: ''}, 'disconnected'],
  ]) {
    test(`consent: an author’s button that DOMPurify allows ${what}`, async (context) => {
      const tab = await open(context, `/consent?${new URLSearchParams({'session-id': randomUUID(), ...query})}`);
      if (!(await tab.evaluate(() => 'commandForElement' in HTMLButtonElement.prototype)))
        return context.skip('this browser has no command buttons');
      await tab.until(() => window.isClean);
      const press = (selector) => tab.evaluate((which) => document.querySelector(which).click(), selector);
      await press('#author');
      if (expected === 'connected') await tab.until(() => document.getElementById('live').state === 'connected');
      else {
        // the element handles a command in the next task
        await tab.evaluate(() => new Promise((resolve) => setTimeout(() => setTimeout(resolve))));
        assert.equal(await tab.evaluate(() => document.getElementById('live').state), 'disconnected');
      }
      await press('[command="--disconnect"]');
      await tab.until(() => document.getElementById('live').state === 'disconnected');
      await press('main ~ div [command="--connect"]');
      await tab.until(() => document.getElementById('live').state === 'connected');
    });
  }

  test('Contentful: an embedded entry is rendered, and authors’ text is escaped', async (context) => {
    body = render(richText(randomUUID(), '<b>Live</b> "now"'));
    const tab = await open(context, '/post');
    await isLive(tab);
    assert.equal(
      await tab.evaluate(() => document.querySelector('ot-connection-count').textContent),
      '<b>Live</b> "now"',
    );
  });

  test('a static site: the page of the recipe, in two tabs', async (context) => {
    const tabs = [await open(context, '/static'), await open(context, '/static')];
    await Promise.all(tabs.map((tab) => tab.counts(2)));
  });
});
