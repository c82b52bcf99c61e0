// Every page of the demo, as a visitor sees it.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {PAGES, click, isReady, joinFakePlatform, newSession, problemsOf, shows} from './demo-page.mjs';
import {inBrowsers} from './in-browsers.mjs';
import {recorded} from './room.mjs';

/** Buttons for a session that is defined later, without invoker commands. */
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
    test(`${page} opens without errors`, async (context) => {
      site.failures.length = 0;
      const tab = await open(context, `/demo/${page}${newSession()}`);
      await isReady(tab);
      assert.deepEqual(await problemsOf(tab), []);
      assert.deepEqual(site.failures, []);
    });

    test(`${page}: each code sample is the markup beside it`, async (context) => {
      const tab = await open(context, '/elsewhere');
      const {differences, compared} = await tab.evaluate(
        (source) => {
          const {body, head} = new DOMParser().parseFromString(source, 'text/html');
          // ignoring white space in HTML, which a formatter may change
          const write = (node) => {
            if (node.nodeType === Node.TEXT_NODE) return node.data.trim().replace(/\s+/g, ' ');
            if (node.nodeType !== Node.ELEMENT_NODE) return '';
            const attributes = [...node.attributes].map((attribute) => `${attribute.name}=${attribute.value}`);
            return `<${node.localName} ${attributes.join(' ')}>${writeAll(node)}</>`;
          };
          const writeAll = (parent) => [...parent.childNodes].map(write).join('');
          const found = [];
          const results = body.querySelectorAll('.result');
          for (const result of results) {
            const sample = new DOMParser().parseFromString(
              result.parentElement.querySelector('pre').textContent,
              'text/html',
            );
            // a style is in the head, on the page and, as the parser puts it, in the sample
            const styles = [...sample.querySelectorAll('style')].map(write);
            const here = [...head.querySelectorAll('style')].map(write);
            if (styles.some((style) => !here.includes(style))) found.push(styles);
            if (writeAll(sample.body) !== writeAll(result)) found.push([writeAll(sample.body), writeAll(result)]);
          }
          return {differences: found, compared: results.length};
        },
        readFileSync(`demo/${page}`, 'utf8'),
      );
      assert.deepEqual(differences, []);
      const expected = {'attributes.html': 9, 'events.html': 3, 'index.html': 4, 'seed.html': 1}[page] ?? 0;
      assert.equal(compared, expected);
    });

    test(`${page}?session=… uses that session only, in its code samples and links, too`, async (context) => {
      const id = `a "b" & ${crypto.randomUUID()}`;
      const tab = await open(context, `/demo/${page}?${new URLSearchParams({session: id})}`);
      await isReady(tab);
      const {ids, samples, links} = await tab.evaluate(() => ({
        ids: [...document.querySelectorAll('ot-session:not([connect-on=manual]:not([session-id]))')].map(
          ({sessionId}) => sessionId,
        ),
        samples: [...document.querySelectorAll('.result + pre')].map((sample) => sample.textContent).join(),
        links: [...document.links].filter((link) => /(\/|\.html)$/.test(link.pathname)).map(({href}) => href),
      }));
      for (const each of ids) assert.ok(each.startsWith(id), each);
      const inMarkup = id.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
      for (const [, shown] of samples.matchAll(/session-id="([^"]*)"/g)) assert.ok(shown.startsWith(inMarkup), shown);
      for (const link of links) assert.equal(new URL(link).searchParams.get('session'), id);
    });
  }

  test('numbers are formatted the same everywhere, with 12,345 people', async (context) => {
    for (const page of PAGES) {
      const tab = await open(context, `/demo/${page}${newSession()}`);
      await isReady(tab);
      await joinFakePlatform(tab, 12_345);
      if (page === 'index.html') await shows(tab, '.giant', '12,345');
      const texts = await tab.evaluate(() => {
        const found = [];
        const read = (root) => {
          for (const element of root.querySelectorAll('*')) {
            if (element.shadowRoot) read(element.shadowRoot);
            if (element.closest('pre, script')) continue;
            for (const {data} of element.childNodes) if (/[\d٠-٩۰-۹]{4,}/.test(data)) found.push(data);
          }
        };
        read(document);
        return found;
      });
      assert.deepEqual(texts, [], page);
    }
  });

  test('people are added, leave, crash and are removed, and every count is updated', async (context) => {
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

  test('a person who is not to be counted is in the list, and not counted', async (context) => {
    const tab = await open(context, `/demo/index.html${newSession()}`);
    await shows(tab, '.giant', '1');
    await click(tab, '#ignore-newcomers');
    await click(tab, '[data-act=add]');
    await tab.until(() => document.querySelectorAll('.roster li').length === 2);
    await tab.until(() => document.querySelector('#present').textContent === '2');
    await shows(tab, '.giant', '1');
  });

  test('the recipes for events: a bot is not counted, and a lost connection is counted for a while', async (context) => {
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
    const tab = await open(context, `/demo/attributes.html${newSession()}`);
    await tab.until(() => document.querySelector('#backstage').state === 'disconnected');
    await shows(tab, '#backstage', 'Not backstage');
    await click(tab, '[commandfor=backstage][command="--connect"]');
    await shows(tab, '#backstage', '1 backstage');
    await click(tab, '[commandfor=backstage][command="--disconnect"]');
    await shows(tab, '#backstage', 'Not backstage');
  });

  test('going back in the history restores a page in the session, with the people added to it', async (context) => {
    const path = `/demo/index.html${newSession()}`;
    const tab = await open(context, path);
    await click(tab, '[data-act=add]');
    await shows(tab, '.giant', '2');
    await tab.goto(`${site.origin}/elsewhere`);
    await tab.back();
    // it may have been cached, with its frame, or be reloaded
    await tab.until(() => {
      const people = document.querySelectorAll('.people li').length;
      return document.querySelector('ot-session')?.connectionCount === people + 1;
    });
    await tab.until(() => document.querySelector('[command="--connect"]').ariaDisabled === 'true');
  });

  if (name !== 'webkit') {
    test('offline, a person who is added cannot join, and the page says so; online again, the next one can', async (context) => {
      for (const page of ['index.html', 'events.html', 'seed.html']) {
        const tab = await open(context, `/demo/${page}${newSession()}`);
        await isReady(tab);
        await tab.page.setOfflineMode(true);
        await click(tab, '[data-act=add]');
        await tab.until(() => /could not join.*offline/.test(document.querySelector('#message').textContent));
        assert.equal(await tab.evaluate(() => document.querySelectorAll('.people li').length), 0);
        await tab.page.setOfflineMode(false);
        await click(tab, '[data-act=add]');
        await tab.until(
          () => document.querySelector('iframe')?.contentDocument?.querySelector('ot-session')?.state === 'connected',
        );
      }
    });

    test('a person whose page has lost its script cannot join either', async (context) => {
      const tab = await open(context, `/demo/index.html${newSession()}`);
      await isReady(tab);
      await tab.page.setRequestInterception(true);
      tab.page.on('request', (request) =>
        request.url().endsWith('/person.js') ? request.abort() : request.continue(),
      );
      await click(tab, '[data-act=add-ten]');
      await tab.until(() => /^10 people could not join/.test(document.querySelector('#message').textContent));
      assert.equal(await tab.evaluate(() => document.querySelectorAll('.people li').length), 0);
    });
  }

  test('a button without invoker commands does nothing until the session is defined, then joins', async (context) => {
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
