// What src resolves to when the page's own URL changes, or contains a password.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';
import {MODULE, RECORDER} from './room.mjs';

const page = (content) => () =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>URLs</title><script>${RECORDER}</script>${MODULE}${content}</html>`;

const json = (value) => (query, context) => {
  context.type = 'json';
  return JSON.stringify(value);
};

const ELEMENTS = `
  <ot-session engine="local" src="session.json"></ot-session>
  <ot-connection-count src="three.json" refresh="5">Live now</ot-connection-count>
  <div data-ot-session data-ot-engine="local" data-ot-src="session.json"><span data-ot-connection-count>Live now</span></div>
  <span data-ot-connection-count data-ot-src="three.json">Live now</span>`;

const pages = {
  '/site/page': page(ELEMENTS),
  '/site/session.json': json({sessionId: 'urls'}),
  '/site/three.json': json({count: 3}),
};

/** Whether requests for lazily loaded scripts fail. */
let isLost = false;
for (const part of ['optional-count-features.js', 'connect-trigger.js']) {
  const source = readFileSync(`cdn/${part}`, 'utf8');
  pages[`/cdn/${part}`] = (query, context) => {
    context.type = 'js';
    if (isLost) context.status = 404;
    return isLost ? '' : source;
  };
}

/** Whether all elements of a page are connected, and all counts have a number. */
const isComplete = (sessions, counts) => {
  const [ofSessions, ofCounts] = ['ot-session', 'ot-connection-count'].map((tag) => [
    ...document.querySelectorAll(tag),
  ]);
  return (
    ofSessions.length === sessions &&
    ofSessions.every(({state}) => state === 'connected') &&
    ofCounts.length === counts &&
    ofCounts.every(({value}) => value >= 0)
  );
};

const ofOurs = (requests) => requests.filter((path) => path.endsWith('.json'));

// WebKit's tabs are hidden here, and a hidden page requests no count
inBrowsers('URLs', {names: ['chromium', 'firefox'], pages}, ({name, open, site}) => {
  test('a page that navigates within its history rejoins, counts, and adds elements as before', async (context) => {
    const tab = await open(context, '/site/page');
    await tab.until(isComplete, 2, 3);
    site.requests.splice(0);
    await tab.evaluate(async () => {
      history.pushState(null, '', 'blog/2026/');
      location.hash = 'top';
      const sessions = [...document.querySelectorAll('ot-session')];
      for (const session of sessions) await session.disconnect();
      for (const session of sessions) await session.connect();
      document.querySelector('ot-connection-count').textOther = '{count} visitors';
      for (const element of document.querySelectorAll('[data-ot-session], [data-ot-src]'))
        element.dataset.otRefresh = '6';
      document.body.insertAdjacentHTML(
        'beforeend',
        '<ot-session engine="local" src="../../session.json"></ot-session>',
      );
    });
    await tab.until(isComplete, 3, 3);
    // the second count of the same URL shares the requests of the first
    await tab.until(
      () => performance.getEntriesByType('resource').filter(({name}) => name.endsWith('three.json')).length > 1,
    );
    assert.deepEqual(new Set(ofOurs(site.requests)), new Set(['/site/session.json', '/site/three.json']));
    assert.deepEqual(await tab.problems(), []);
  });

  test('a page opened with a password in its URL reaches its endpoints, without the password in any attribute', async (context) => {
    const logged = [];
    const tab = await open(context, '/elsewhere', (page) => {
      page.on('console', (message) => logged.push(message.text()));
    });
    await tab.goto(`${site.origin.replace('//', '//user:hunter2@')}/site/page`);
    assert.match(await tab.evaluate(() => document.baseURI), /hunter2/);
    await tab.until(isComplete, 2, 3);
    assert.doesNotMatch(await tab.evaluate(() => document.documentElement.outerHTML), /hunter2/);
    assert.deepEqual(await tab.problems(), []);
    assert.doesNotMatch(logged.join(), /hunter2/);
  });

  test('a script that is not found is reported without the password of the page', async (context) => {
    const tab = await open(context, '/elsewhere');
    isLost = true;
    context.after(() => (isLost = false));
    await tab.goto(`${site.origin.replace('//', '//user:hunter2@')}/site/page`);
    await tab.evaluate(() =>
      document.body.insertAdjacentHTML(
        'beforeend',
        '<ot-session engine="local" session-id="a" connect-on="visible">A</ot-session>' +
          '<ot-connection-count src="/none">Live now</ot-connection-count>',
      ),
    );
    await tab.until(() =>
      ['<ot-connection-count>: its script', 'connect-on'].every((what) => window.problems.join().includes(what)),
    );
    assert.doesNotMatch((await tab.problems()).join(), /hunter2/, name);
  });
});
