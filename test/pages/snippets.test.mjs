// The HTML and JavaScript of README.md and docs/, in pages of their own; test/node/server-snippets.test.mjs has the JavaScript
// for servers. A block that is not to be run says so: ```html no-run
import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {basename} from 'node:path';
import {test} from 'node:test';
import {isInNode, snippets} from '../snippets.mjs';
import {inBrowsers} from './in-browsers.mjs';
import {RECORDER} from './room.mjs';

/** Sessions over the vendor's platform, and over a server that the documents only name, do not connect here. */
const ELSEWHERE = /(^|\.)(opentok|tokbox|vonage)\.com$|^chat\.example\.org$/;
const SDK = 'node_modules/@opentok/client/dist/js/opentok.min.js';
const CREDENTIALS = {apiKey: '12345678', sessionId: '1_MX4xMjM0NTY3OH5-fg', token: 'T1==none'};

/** For a block without a session of its own, after which comes one. */
const SESSION = `<ot-session id="lobby" engine="local" session-id="lobby">
  <ot-connection-count>Live now</ot-connection-count>
</ot-session>`;
/** What blocks take for granted. */
const GIVEN = `Object.assign(window, ${JSON.stringify(CREDENTIALS)}, {
  element: document.createElement('div'),
  html: '<ot-session><ot-connection-count>Live now</ot-connection-count></ot-session>',
});`;
const IMPORTS = JSON.stringify({
  imports: {'ot-elements': './ot-elements.js', 'ot-elements/define': './ot-elements.js'},
});

const runnable = snippets.filter(
  (snippet) => ['html', 'js'].includes(snippet.language) && snippet.runs && !isInNode(snippet),
);

/** The page is in the folder of ot-elements.js, as the documents have it. */
function pageOf({language, code}) {
  const html = language === 'js' ? `<script type="module">${code}</script>` : code;
  const scripts = [
    `<script>${RECORDER}</script>`,
    `<script>${GIVEN}</script>`,
    `<script type="importmap">${IMPORTS}</script>`,
    ...(/\bhx-/.test(html) ? ['<script src="/node_modules/htmx.org/dist/htmx.min.js"></script>'] : []),
    ...(/\bx-data\b/.test(html) ? ['<script defer src="/node_modules/alpinejs/dist/cdn.min.js"></script>'] : []),
    ...(/src="[^"]*ot-elements\.js"/.test(html) ? [] : ['<script type="module" src="ot-elements.js"></script>']),
  ];
  const hasSession = /<ot-session|data-ot-session|initSession\('/.test(html);
  return `<!doctype html><html lang="en"><meta charset="utf-8" /><title>A snippet</title>
    ${scripts.join('\n')}
    <body>${html}${hasSession ? '' : SESSION}</body></html>`;
}

const json = (value) => (query, context) => {
  context.type = 'json';
  return JSON.stringify(value);
};

const pages = {
  '/cdn/snippet': (query) => pageOf(runnable[query.get('index')]),
  '/session': json(CREDENTIALS),
  '/credentials.json': json(CREDENTIALS),
  '/live.json': json({count: 12}),
};

/** The file of this repository that is at this address in the documents, if there is one. */
function localFile({pathname}) {
  const name = basename(pathname);
  if (/^opentok(\.min)?\.js$/.test(name)) return SDK;
  const file = `cdn/${name}`;
  return name.endsWith('.js') && existsSync(file) ? file : undefined;
}

/** Answers a page's requests to other hosts, and those to files that the documents have elsewhere. */
function answer(origin, failures) {
  return (request) => {
    const url = new URL(request.url());
    const isHere = url.origin === origin;
    const file = isHere && url.pathname.startsWith('/cdn/') ? undefined : localFile(url);
    if (file) {
      return request.respond({
        contentType: 'text/javascript',
        headers: {'access-control-allow-origin': '*'},
        body: readFileSync(file),
      });
    }
    if (isHere || !url.protocol.startsWith('http')) return request.continue();
    if (!ELSEWHERE.test(url.hostname)) failures.push(url.href);
    return request.abort();
  };
}

/** Resolves when the page's elements do what they can do here: sessions over `local` are joined, and counts have a number. */
async function settle(tab) {
  const undefinedElements = await tab.evaluate(() =>
    [...document.querySelectorAll('ot-session, ot-connection-count')]
      .filter((element) => !element.matches(':defined'))
      .map(({localName}) => localName),
  );
  assert.deepEqual(undefinedElements, []);
  await tab.until(() =>
    [...document.querySelectorAll('[data-ot-session]')].every((host) => host.querySelector('ot-session')),
  );
  await tab.until(() => {
    const sessions = [...document.querySelectorAll('ot-session:not([connect-on=manual])')];
    const counts = [...document.querySelectorAll('ot-connection-count')];
    const isLocal = ({engine}) => engine === 'local';
    return (
      sessions.every((session) => !isLocal(session) || session.state === 'connected') &&
      (!sessions.every(isLocal) || counts.every((count) => count.value > 0 || count.closest('[connect-on=manual]')))
    );
  });
}

/** What went wrong in the page, but for sessions that cannot be joined here. */
async function problemsOf(tab) {
  const isLocal = await tab.evaluate(
    () => !document.querySelector('ot-session:not([engine=local]):not([connect-on=manual])'),
  );
  const expected = isLocal ? /^%cOpenTok:/ : /^%cOpenTok:|^ot-elements: /;
  return (await tab.problems()).filter((problem) => !expected.test(problem));
}

inBrowsers('a snippet in a page', {names: ['chromium'], pages}, ({open, site}) => {
  for (const [index, {file, line}] of runnable.entries()) {
    test(`${file}:${line}`, async (context) => {
      const failures = [];
      const tab = await open(context, `/cdn/snippet?index=${index}`, async (page) => {
        await page.setRequestInterception(true);
        page.on('request', answer(site.origin, failures));
        page.on('response', (response) => {
          if (response.status() >= 400 && !response.url().endsWith('/favicon.ico')) failures.push(response.url());
        });
      });
      await settle(tab);
      assert.deepEqual(await problemsOf(tab), []);
      assert.deepEqual(failures, []);
    });
  }
});
