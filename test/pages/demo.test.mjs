// Every page of the demo, as a visitor has it.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {readdirSync} from 'node:fs';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';
import {recorded} from './room.mjs';

const PAGES = readdirSync('demo').filter((name) => name.endsWith('.html'));
const newSession = () => `?session=${randomUUID()}`;

/** Clicks as a user would; WebDriver in WebKit cannot. */
async function click(tab, selector) {
  if (!tab.page.click) return tab.evaluate((which) => document.querySelector(which).click(), selector);
  await tab.page.bringToFront(); // it waits for the element to be in view, and nothing is in a hidden tab
  await tab.page.click(selector);
}

/** Resolves when the first count in here shows this text. */
const shows = (tab, selector, text) =>
  tab.until(
    (which, expected) => {
      const count = document.querySelector(`${which} ot-connection-count`);
      const shown = count?.shadowRoot?.querySelector('[part=count]') ?? count;
      return shown?.textContent.trim() === expected;
    },
    selector,
    text,
  );

/** But for Lit's hints to developers: these pages are served from the sources. */
const problemsOf = async (tab) => (await tab.problems()).filter((problem) => !problem.includes('https://lit.dev/msg/'));

/** Buttons for a session that is defined later, in a browser that has no invoker commands, or as if. */
const early = (query) =>
  recorded(`<!doctype html>
  <title>Early</title>
  <script>
    for (const name of ['command', 'commandForElement']) delete HTMLButtonElement.prototype[name];
  </script>
  <button commandfor="early" command="--connect">Join</button>
  <ot-session id="early" engine="local" session-id="${query.get('session')}" connect-on="manual"></ot-session>
  <script type="module" src="/demo/invoker-fallback.js"></script>`);

inBrowsers('the demo', {pages: {'/early': early}}, ({name, open, site}) => {
  for (const page of PAGES) {
    test(`${page} opens, is of its width on a phone, and nothing goes wrong`, async (context) => {
      site.failures.length = 0;
      const tab = await open(context, `/demo/${page}${newSession()}`, (target) =>
        target.setViewport({width: 320, height: 640}),
      );
      await tab.until(() => {
        const sessions = [...document.querySelectorAll('ot-session:not([connect-on])')];
        return sessions.every((session) => session.state === 'connected');
      });
      const [width, content] = await tab.evaluate(() => [innerWidth, document.scrollingElement.scrollWidth]);
      assert.equal(width, 320);
      assert.ok(content <= width, `${content} px`);
      assert.deepEqual(await problemsOf(tab), []);
      assert.deepEqual(site.failures, []);
    });

    if (name !== 'chromium') continue;
    test(`${page} is accessible, light and dark, with somebody added`, async (context) => {
      const tab = await open(context, `/demo/${page}${newSession()}`);
      await tab.until(() => {
        const session = document.querySelector('ot-session');
        const isReady = !session || session.connectOn !== 'load' || session.state === 'connected';
        return document.readyState === 'complete' && isReady;
      });
      const adds = await tab.evaluate(() => {
        const button = document.querySelector('[data-act=add], #add-person');
        button?.click();
        return Boolean(button);
      });
      if (adds)
        await tab.until(() => document.querySelector('iframe').contentDocument?.querySelector('bdi:not(:empty)'));
      await tab.page.addScriptTag({url: '/node_modules/axe-core/axe.min.js'});
      for (const scheme of ['light', 'dark']) {
        await tab.page.emulateMediaFeatures([
          {name: 'prefers-color-scheme', value: scheme},
          // or colours on their way to others were looked at
          {name: 'prefers-reduced-motion', value: 'reduce'},
        ]);
        const violations = await tab.evaluate(async () => {
          const {violations: found} = await window.axe.run();
          return found.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`);
        });
        assert.deepEqual(violations, [], scheme);
      }
    });
  }

  test('people are added, leave, crash and are removed, and every count follows', async (context) => {
    const path = `/demo/index.html${newSession()}`;
    const tab = await open(context, path);
    const other = await open(context, path);
    const allShow = async (number) => {
      for (const each of [tab, other]) {
        await shows(each, '.giant', String(number));
        await shows(each, '.pill', `${number} people here`);
        await each.until((count) => document.querySelectorAll('.roster li').length === count, number);
      }
    };
    await allShow(2);
    await click(tab, '[data-act=add]');
    await allShow(3);
    await click(tab, '[data-act=add]');
    await allShow(4);
    await click(tab, '[data-act=add]');
    await allShow(5);
    await click(tab, '[data-act=leave]');
    await allShow(4);
    await click(tab, '[data-act=crash]');
    await allShow(3);
    const log = await other.until(() => {
      const text = document.querySelector('.log').textContent;
      return text.includes('networkDisconnected') && text;
    });
    assert.match(log, /clientDisconnected/);
    await click(tab, '.roster li:last-child .buttons button:not([hidden]):last-of-type');
    await allShow(2);
    await other.until(() => document.querySelector('.log').textContent.includes('forceDisconnected'));
  });

  test('Leave and Join leave and join', async (context) => {
    const path = `/demo/index.html${newSession()}`;
    const [tab, other] = [await open(context, path), await open(context, path)];
    await Promise.all([shows(tab, '.giant', '2'), shows(other, '.giant', '2')]);
    await click(other, '[command="--disconnect"]');
    await Promise.all([shows(tab, '.giant', '1'), shows(other, '.giant', '–')]);
    await click(other, '[command="--connect"]');
    await Promise.all([shows(tab, '.giant', '2'), shows(other, '.giant', '2')]);
  });

  test('a newcomer who is not to be counted is there, and not counted', async (context) => {
    const tab = await open(context, `/demo/index.html${newSession()}`);
    await shows(tab, '.giant', '1');
    await click(tab, '#ignore-newcomers');
    await click(tab, '[data-act=add]');
    await tab.until(() => document.querySelectorAll('.roster li').length === 2);
    await tab.until(() => document.querySelector('#present').textContent === '2');
    await shows(tab, '.giant', '1');
  });

  test('the recipes for events: a bot is left out, and a lost one counted for a while', async (context) => {
    const tab = await open(context, `/demo/events.html${newSession()}`);
    await shows(tab, '#plain-count', '1 connected');
    await click(tab, '#add-person');
    await shows(tab, '#people-only', '2 people');
    await click(tab, '#add-bot');
    await shows(tab, '#plain-count', '3 connected');
    await shows(tab, '#people-only', '2 people');
    await click(tab, '#cut');
    await shows(tab, '#plain-count', '2 connected');
    await shows(tab, '#patient', '3 connected');
  });

  test('the recipe for joining when asked', async (context) => {
    const tab = await open(context, '/demo/attributes.html');
    await tab.until(() => document.querySelector('#backstage').state === 'disconnected');
    await shows(tab, '#backstage', 'Not backstage');
    await click(tab, '[commandfor=backstage][command="--connect"]');
    await shows(tab, '#backstage', '1 backstage');
    await click(tab, '[commandfor=backstage][command="--disconnect"]');
    await shows(tab, '#backstage', 'Not backstage');
  });

  test('a button without invoker commands: nothing before the session is defined, then it joins', async (context) => {
    const tab = await open(context, `/early${newSession()}`);
    await tab.until(() => document.readyState === 'complete');
    await click(tab, 'button');
    assert.deepEqual(await problemsOf(tab), []);
    await tab.evaluate(() => import('/src/define.ts').then(() => true));
    assert.equal(await tab.state(), 'disconnected');
    await click(tab, 'button');
    await tab.until(() => document.querySelector('ot-session').state === 'connected');
    assert.deepEqual(await problemsOf(tab), []);
  });
});
