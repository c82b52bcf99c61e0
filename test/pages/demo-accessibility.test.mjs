// The demo's pages, and one during a burst, with a screen reader, in forced colors, magnified, and with a keyboard.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {PAGES, click, isReady, joinFakePlatform, newSession} from './demo-page.mjs';
import {inBrowsers} from './in-browsers.mjs';
import {MODULE} from './room.mjs';

const PHONE = {width: 320, height: 640};
const DESKTOP = {width: 1280, height: 900};
/** What a window of 1280 by 1024 pixels shows at 400 %. */
const MAGNIFIED = {width: 320, height: 256};

const PHRASES = 'text-one="{count} person is here" text-other="{count} people are here"';
const BURST_PAGE = `<!doctype html><html lang="en"><title>A burst</title>${MODULE}
  <main>
    <h1>A lobby</h1>
    <ot-session connect-on="manual">
      <p>Now: <ot-connection-count ${PHRASES} announce>unknown</ot-connection-count></p>
      <p>Also: <ot-connection-count ${PHRASES} count="others">unknown</ot-connection-count></p>
    </ot-session>
    <button>Join</button>
  </main></html>`;

/** The DevTools sessions of pages: what one emulates ends with it. */
const emulators = new WeakMap();

/** Sets what a page learns about its user's colors; with reduced motion, or colors in transition would be checked. */
async function emulateColors(page, {scheme, forced = 'none'}) {
  if (!emulators.has(page)) emulators.set(page, await page.createCDPSession());
  await emulators.get(page).send('Emulation.setEmulatedMedia', {
    features: [
      {name: 'forced-colors', value: forced},
      {name: 'prefers-color-scheme', value: scheme},
      {name: 'prefers-reduced-motion', value: 'reduce'},
    ],
  });
}

/** The violations that axe finds in a page and its frames, in each of these looks. */
async function assertAccessible(tab, state) {
  for (const frame of tab.page.frames()) {
    if (!(await frame.evaluate(() => 'axe' in window)))
      await frame.addScriptTag({url: '/node_modules/axe-core/axe.min.js'});
  }
  for (const look of [{scheme: 'light'}, {scheme: 'dark'}, {scheme: 'dark', forced: 'active'}]) {
    await emulateColors(tab.page, look);
    const violations = await tab.evaluate(async (isForced) => {
      // axe reads the page's own colors, which the user's replace, except where the page forbids that
      const rules = {'color-contrast': {enabled: !isForced}};
      const {violations: found} = await window.axe.run({resultTypes: ['violations'], rules});
      const ownColors = [...document.querySelectorAll('body *')].filter(
        (element) => isForced && element.innerText?.trim() && getComputedStyle(element).forcedColorAdjust === 'none',
      );
      return [
        ...found.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`),
        ...ownColors.map(({outerHTML}) => `forced-color-adjust: ${outerHTML}`),
      ];
    }, look.forced === 'active');
    assert.deepEqual(violations, [], `${state}, ${JSON.stringify(look)}`);
  }
}

/** Adds a person by the page's own button, if it has one, and waits until they have joined. */
async function addSomebody(tab) {
  const hasButton = await tab.evaluate(() => {
    const button = document.querySelector('[data-act=add]');
    button?.click();
    return Boolean(button);
  });
  if (!hasButton) return;
  await tab.until(() => {
    const session = document.querySelector('iframe').contentDocument?.querySelector('ot-session');
    return session?.state === 'connected';
  });
}

/** The accessible node of an element: role, name, and properties by name. */
async function accessible(tab, selector) {
  const client = await tab.page.createCDPSession();
  const {root} = await client.send('DOM.getDocument');
  const {nodeId} = await client.send('DOM.querySelector', {nodeId: root.nodeId, selector});
  const {nodes} = await client.send('Accessibility.getPartialAXTree', {nodeId, fetchRelatives: false});
  await client.detach();
  const [{role, name, description, properties}] = nodes;
  const values = Object.fromEntries(properties.map((property) => [property.name, property.value.value]));
  return {role: role.value, name: name.value, description: description?.value, ...values};
}

/** The accessibility tree of a page: role and name of each node that a screen reader presents, in their order. */
async function accessibilityTree(client) {
  const {nodes} = await client.send('Accessibility.getFullAXTree');
  return nodes
    .filter(({ignored, role}) => !ignored && !['generic', 'none', 'InlineTextBox'].includes(role.value))
    .map(({role, name}) => `${role.value}: ${name?.value ?? ''}`);
}

const pages = {'/burst': () => BURST_PAGE};

inBrowsers('the demo, in Chromium alone,', {names: ['chromium'], pages}, ({open}) => {
  test('during a burst, screen readers find whole phrases, and nothing else changes; then one announcement', async (context) => {
    const treeWith = async (people) => {
      const tab = await open(context, '/burst');
      await joinFakePlatform(tab, people);
      return {tab, client: await tab.page.createCDPSession()};
    };
    const {tab, client} = await treeWith(3);
    await tab.page.bringToFront();
    await tab.until(() => document.querySelector('ot-connection-count').shadowRoot.querySelector('[role=status]'));
    const before = await accessibilityTree(client);
    await tab.evaluate(() => {
      const region = document.querySelector('ot-connection-count').shadowRoot.querySelector('[role=status]');
      window.announced = [];
      const note = () => region.textContent && window.announced.push(region.textContent);
      new MutationObserver(note).observe(region, {childList: true, characterData: true, subtree: true});
      // 25 in each of 20 frames
      const join = (number) => {
        for (let index = 0; index < 25; index++) window.platform.join(`new-${number}-${index}`);
        if (number < 19) requestAnimationFrame(() => join(number + 1));
      };
      join(0);
    });
    const during = [];
    do during.push(await accessibilityTree(client));
    while (!during.at(-1).includes('StaticText: 503 people are here'));
    const numbers = during.map((tree) => {
      const phrases = tree.filter((text) => !before.includes(text) && !text.startsWith('status: '));
      for (const phrase of phrases) assert.match(phrase, /^StaticText: \d+ people are here$/);
      return phrases.map((phrase) => parseInt(phrase.split(' ')[1])).sort((a, b) => a - b);
    });
    context.diagnostic(`${during.length} trees in the meantime`);
    const largest = numbers.map((found) => found.at(-1) ?? 3);
    assert.deepEqual(
      largest,
      [...largest].sort((a, b) => a - b),
    );

    await tab.until(() => window.announced.at(-1) === '503 people are here');
    // another one only if the burst took longer than the first one's delay
    const announced = await tab.evaluate(() => window.announced);
    assert.ok(announced.length <= 2, announced.join());
    await tab.until(
      () => !document.querySelector('ot-connection-count').shadowRoot.querySelector('[role=status]').textContent,
    );
    const fresh = await treeWith(503);
    await fresh.tab.until(() =>
      document.querySelector('ot-connection-count').shadowRoot.querySelector('[role=status]'),
    );
    assert.deepEqual(await accessibilityTree(client), await accessibilityTree(fresh.client));
  });

  for (const page of PAGES) {
    test(`${page} is accessible in every state, in light, dark, and forced colors, with a person added`, async (context) => {
      for (const size of [PHONE, DESKTOP]) {
        const tab = await open(context, `/demo/${page}${newSession()}`, (target) => target.setViewport(size));
        await isReady(tab);
        await addSomebody(tab);
        await assertAccessible(tab, `as it is, ${size.width} px`);

        await tab.evaluate(() => {
          window.nobody = new AbortController();
          const prevent = (event) => event.preventDefault();
          addEventListener('connectionCreated', prevent, {capture: true, signal: window.nobody.signal});
        });
        await joinFakePlatform(tab, 3);
        await tab.until(() =>
          [...document.querySelectorAll('ot-session')].every(({connectionCount}) => connectionCount === 0),
        );
        await assertAccessible(tab, `with nobody counted, ${size.width} px`);

        await tab.evaluate(() => {
          window.nobody.abort();
          return Promise.all([...document.querySelectorAll('ot-session')].map((session) => session.disconnect()));
        });
        await assertAccessible(tab, `left, ${size.width} px`);

        await joinFakePlatform(tab, 3, ['Ada Lovelace', 'שרה']);
        await tab.evaluate(() => window.platform.reconnecting());
        await tab.until(() =>
          [...document.querySelectorAll('ot-session')].every(({state}) => state === 'reconnecting'),
        );
        await assertAccessible(tab, `stale, ${size.width} px`);

        await tab.evaluate(() => {
          window.platform.reconnected();
          for (let refusals = 0; refusals < 20; refusals++) {
            window.platform.refuse(new window.SessionError('authentication-failed', 'The token is not valid.'));
          }
          window.platform.disconnect('networkDisconnected');
        });
        await tab.until(() => [...document.querySelectorAll('ot-session')].every(({error}) => error));
        await assertAccessible(tab, `failed, ${size.width} px`);
      }
    });

    test(`${page}: in forced colors, every heading is visible, in any font`, async (context) => {
      for (const size of [PHONE, DESKTOP]) {
        const tab = await open(context, `/demo/${page}${newSession()}`, async (target) => {
          await target.setViewport(size);
          await emulateColors(target, {scheme: size === PHONE ? 'light' : 'dark', forced: 'active'});
        });
        await isReady(tab);
        // a line of text has a backdrop then, which is as high as the font says: Segoe UI's letters are 1.33 em, Noto's 1.36
        await tab.page.addStyleTag({
          content: `
            @font-face {
              font-family: tall;
              src: local('DejaVu Sans Bold'), local('DejaVu Sans'), local('Arial');
              ascent-override: 107%;
              descent-override: 29%;
            }
            :root { --text: tall; }
            .alone *, .alone { visibility: hidden; }
            .alone .shown, .alone .shown * { visibility: visible; }
          `,
        });
        await tab.evaluate(() => document.fonts.load('1rem tall').then(() => true));
        for (const heading of await tab.page.$$('h1, h2, h3, .state')) {
          const look = async (isAlone) => {
            await heading.evaluate((element, alone) => {
              document.documentElement.classList.toggle('alone', alone);
              element.classList.toggle('shown', alone);
            }, isAlone);
            // without its surroundings: a card's border is hidden, too
            return heading.screenshot({encoding: 'base64'});
          };
          const [asItIs, alone] = [await look(false), await look(true)];
          await look(false);
          assert.ok(asItIs === alone, `${await heading.evaluate(({textContent}) => textContent)}, ${size.width} px`);
        }
      }
    });
  }

  test('the log does not announce itself, and can be scrolled by keyboard, as can the list of people', async (context) => {
    for (const page of ['index.html', 'opentok.html']) {
      const tab = await open(context, `/demo/${page}${newSession()}`);
      await isReady(tab);
      const log = await accessible(tab, '.log');
      assert.deepEqual([log.role, log.name, log.live ?? 'off', log.focusable], ['log', 'What happened', 'off', true]);
      const list = await accessible(tab, '.who .list');
      assert.deepEqual([list.role, list.name, list.focusable], ['group', 'Who is here', true]);
    }
  });

  test('screen readers learn from the form what is wrong with a field', async (context) => {
    const tab = await open(context, '/demo/opentok.html');
    await isReady(tab);
    const before = await accessible(tab, '#session-id');
    assert.deepEqual([before.name, before.invalid], ['Session ID', 'false']);
    await click(tab, '#join');
    const after = await accessible(tab, '#session-id');
    assert.deepEqual([after.name, after.invalid, after.description], ['Session ID', 'true', 'Enter the session ID.']);
    const key = await accessible(tab, '#key');
    assert.equal(key.name, 'API key or application ID');
    assert.match(key.description, /^Enter the API key or the application ID\. Digits/);
    await assertAccessible(tab, 'with problems in its form');
  });

  test('disabled buttons are disabled to screen readers, too, and remain focusable', async (context) => {
    const tab = await open(context, `/demo/index.html${newSession()}`);
    await isReady(tab);
    const isDisabled = async (selector) => Boolean((await accessible(tab, selector)).disabled);
    await tab.until(() => document.querySelector('[command="--connect"]').ariaDisabled === 'true');
    assert.equal(await isDisabled('[command="--connect"]'), true);
    assert.equal(await isDisabled('[command="--disconnect"]'), false);
    assert.equal(await isDisabled('[data-act=crash]'), true);
    assert.equal((await accessible(tab, '[data-act=crash]')).focusable, true);
  });
});

inBrowsers('the demo', {}, ({name, open}) => {
  test('Join and Leave are disabled while they have no effect, in every state', async (context) => {
    const tab = await open(context, `/demo/index.html${newSession()}`);
    await isReady(tab);
    const are = (join, leave) =>
      tab.until(
        (...expected) => {
          const buttons = document.querySelectorAll('[command="--connect"], [command="--disconnect"]');
          return String([...buttons].map(({ariaDisabled}) => ariaDisabled === 'true')) === String(expected);
        },
        join,
        leave,
      );
    await are(true, false);
    await click(tab, '[command="--disconnect"]');
    await are(false, true);
    await joinFakePlatform(tab, 3);
    await are(true, false);
    await tab.evaluate(() => window.platform.reconnecting());
    await are(true, false);
    await tab.evaluate(() => {
      window.platform.reconnected();
      window.platform.hang = true;
      window.platform.disconnect('networkDisconnected');
    });
    // while it is joining, both are enabled
    await are(false, false);
    await click(tab, '[command="--disconnect"]');
    await are(false, true);
    // it stays disconnected, and is not checked any more
    await tab.evaluate(() => void (window.platform.hang = false));
  });

  if (name === 'webkit') return; // no keys
  test('every control is reachable by keyboard, in view, and with a visible focus ring, at 400 %', async (context) => {
    for (const page of PAGES.filter((each) => each !== 'person.html')) {
      const tab = await open(context, `/demo/${page}${newSession()}`, async (target) => {
        await target.setViewport(MAGNIFIED);
        // in the other browser, with the page's own colors
        if (name === 'chromium') await emulateColors(target, {scheme: 'dark', forced: 'active'});
      });
      await isReady(tab);
      await tab.page.bringToFront();
      const all = await tab.evaluate(
        () =>
          [...document.querySelectorAll('a, button, input, textarea, [tabindex="0"]')].filter((element) =>
            element.checkVisibility(),
          ).length,
      );
      const reached = [];
      for (let presses = 0; presses < all; presses++) {
        await tab.page.keyboard.press('Tab');
        reached.push(
          await tab.evaluate(() => {
            const element = document.activeElement;
            // of each line, if there are several
            const isSeen = [...element.getClientRects()].some(({left, width, top, bottom}) => {
              const middle = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
              return element.contains(document.elementFromPoint(left + width / 2, middle));
            });
            const hasRing = element.matches(':focus-visible') && getComputedStyle(element).outlineStyle !== 'none';
            const isClipped = getComputedStyle(element).clipPath !== 'none';
            return isSeen && hasRing && !isClipped ? 'seen' : element.outerHTML;
          }),
        );
      }
      assert.deepEqual(
        reached,
        Array.from({length: all}, () => 'seen'),
        page,
      );
    }
  });
});
