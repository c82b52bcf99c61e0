// The demo's pages on every width of screen, with any number of people of any names, and while they load.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {PAGES, isReady, joinFakePlatform, newSession} from './demo-page.mjs';
import {inBrowsers} from './in-browsers.mjs';

const WIDTHS = [320, 360, 480, 640, 672, 768, 960, 1024, 1280, 1440, 1920];
const MANY = 12_345;
const NAMES = [
  'Maximilian Konstantinopoulos-Featherstonehaugh',
  'Wolfeschlegelsteinhausenbergerdorff',
  'x'.repeat(300),
  'עברית ארוכה מאוד (3)',
  'عبد الرحمن بن عبد العزيز',
  '👩‍👩‍👧‍👦 Family',
  '<b>Not markup</b>',
  '   ',
];

/** The page before its elements are defined, as long as needed. */
const withoutModules = (name) => () =>
  readFileSync(`demo/${name}`, 'utf8').replaceAll('<script type="module"', '<script type="text/plain"');
const pages = Object.fromEntries(PAGES.map((name) => [`/demo/undefined-${name}`, withoutModules(name)]));

const withSize = (width, height) => (target) => target.setViewport({width, height});

/** Runs in the page: the elements that overflow their container. */
function overflowing() {
  const found = [];
  const isClipped = (element) => getComputedStyle(element).clipPath !== 'none';
  const isBox = (element) => element.matches('.card, figure, .pill, .people li, body, html');
  const isScroller = (element) => getComputedStyle(element).overflowX !== 'visible';
  const describe = (element) => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 40)}`;
  const parentOf = (element) => element.parentElement ?? element.getRootNode().host;

  const check = (element) => {
    if (isClipped(element)) return;
    const isEllipsis = getComputedStyle(element).textOverflow === 'ellipsis';
    if (isScroller(element) && !isEllipsis && element.scrollWidth > element.clientWidth + 1)
      found.push(describe(element));
    if (!isEllipsis) {
      let box = parentOf(element);
      while (box && !isBox(box) && !isScroller(box)) box = parentOf(box);
      // clipped or scrolled content is checked there
      const limit = box && !(isScroller(box) && box !== document.documentElement) && box.getBoundingClientRect();
      for (const {left, right, width} of limit ? element.getClientRects() : []) {
        if (width && (left < limit.left - 1 || right > limit.right + 1)) found.push(describe(element));
      }
    }
    for (const child of [...element.children, ...(element.shadowRoot?.children ?? [])]) check(child);
  };
  check(document.body);
  if (document.scrollingElement.scrollWidth > innerWidth) found.push('the page');
  return found;
}

/** Runs in the page: the words outside code samples that span more than one line. */
function broken() {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const {currentNode: text} = texts;
    const element = text.parentElement;
    if (element.closest('pre, script, style, noscript') || getComputedStyle(element).clipPath !== 'none') continue;
    for (const {0: word, index} of text.data.matchAll(/[^\s/-]+/g)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const lines = new Set([...range.getClientRects()].map(({bottom}) => Math.round(bottom)));
      if (lines.size > 1) found.push(word);
    }
  }
  return found;
}

// in one browser, since all pages in all widths take minutes; the others run demo.test.mjs
inBrowsers('the demo on every width', {names: ['chromium'], pages}, ({name: browserName, open}) => {
  for (const page of PAGES) {
    test(`${page}: with 12,345 people, nothing overflows its container, and no word is broken`, async (context) => {
      const path = `/demo/${page}${newSession()}&name=${encodeURIComponent(NAMES[0])}`;
      const tab = await open(context, path, withSize(320, 640));
      await isReady(tab);
      await joinFakePlatform(tab, MANY, NAMES);
      const total = page === 'seed.html' ? '12345' : '12,345';
      await tab.evaluate((text) => {
        const field = document.querySelector('#connectionCountField');
        if (field) field.value = text;
      }, total);
      if (page === 'opentok.html' || page === 'index.html') {
        await tab.until(
          (text) => document.querySelector('.giant bdi, .giant ot-connection-count').shadowRoot.textContent === text,
          total,
        );
      }
      for (const width of WIDTHS) {
        await tab.page.setViewport({width, height: 640});
        await tab.until((expected) => innerWidth === expected, width);
        assert.deepEqual(await tab.evaluate(overflowing), [], `${width} px`);
        assert.deepEqual(await tab.evaluate(broken), [], `${width} px`);
      }
    });

    test(`${page}: nothing moves when its elements are defined and connected`, async (context) => {
      const boxes = (tab) =>
        tab.evaluate(() =>
          [
            ...document.querySelectorAll(
              'h1, h2, h3, p:not(.message), section, figure, pre, .card, .buttons, .result, footer',
            ),
          ]
            .filter(
              (element) => !element.closest('noscript, .people, .list, .roster, .log') && !element.matches('.result *'),
            )
            .map((element) => {
              const {x, y, width, height} = element.getBoundingClientRect();
              return [element.tagName, element.className, element.id, ...[x, y, width, height].map(Math.round)].join(
                ' ',
              );
            })
            .filter((box) => !/ 0 0$/.test(box)),
        );
      for (const width of [320, 768, 1440]) {
        const before = await open(context, `/demo/undefined-${page}`, withSize(width, 900));
        const after = await open(context, `/demo/${page}?name=Somebody`, withSize(width, 900));
        await isReady(after);
        await after.evaluate(() =>
          Promise.all(document.getAnimations().map(({finished}) => finished)).then(() => true),
        );
        assert.deepEqual(await boxes(after), await boxes(before), `${width} px`);
      }
    });

    if (browserName !== 'chromium') continue;
    test(`${page}: the browser reports no layout shift while it loads`, async (context) => {
      for (const width of [320, 768, 1440]) {
        const tab = await open(context, `/demo/${page}`, async (target) => {
          await target.setViewport({width, height: 9000}); // only what is in view counts
          await target.evaluateOnNewDocument(() => {
            window.shifts = [];
            new PerformanceObserver((list) => {
              for (const {value, sources} of list.getEntries()) {
                window.shifts.push(`${value} ${sources.map(({node}) => node?.parentElement?.outerHTML.slice(0, 100))}`);
              }
            }).observe({type: 'layout-shift', buffered: true});
          });
        });
        await isReady(tab);
        await tab.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)))),
        );
        assert.deepEqual(await tab.evaluate(() => window.shifts), [], `${width} px`);
      }
    });
  }

  test('a person with any name takes two lines within their frame', async (context) => {
    const tab = await open(context, `/demo/events.html${newSession()}`);
    await isReady(tab);
    await tab.evaluate(() => document.querySelector('[data-act=add]').click());
    for (const each of NAMES) {
      await tab.evaluate((name) => {
        document.querySelector('iframe').src = `person.html?${new URLSearchParams({name})}`;
      }, each);
      const shown = each.trim() || 'Somebody';
      await tab.until(
        (text) => document.querySelector('iframe').contentDocument?.querySelector('bdi')?.textContent === text,
        shown,
      );
      const [content, height] = await tab.evaluate(() => {
        const {documentElement, scrollingElement} = document.querySelector('iframe').contentDocument;
        return [scrollingElement.scrollHeight, documentElement.clientHeight];
      });
      assert.ok(content <= height, `${shown}: ${content} px`);
    }
  });

  if (browserName !== 'chromium') return;

  for (const page of PAGES) {
    test(`${page}: without JavaScript, it says so, and fits a phone’s width`, async (context) => {
      const tab = await open(context, `/demo/${page}`, async (target) => {
        await target.setViewport({width: 320, height: 640});
        await target.setJavaScriptEnabled(false);
      });
      // the test's code runs although the page's own scripts do not
      const [said, width] = await tab.evaluate(() => [
        document.querySelector('noscript').innerText,
        document.scrollingElement.scrollWidth,
      ]);
      assert.match(said, /JavaScript is off/);
      assert.equal(width, 320);
      // the recorder's script does not run either
      await context.test('and shows what is in its elements', async () => {
        const hidden = await tab.evaluate(
          () =>
            [...document.querySelectorAll('ot-session')].filter(
              (session) => getComputedStyle(session).display !== 'contents',
            ).length,
        );
        assert.equal(hidden, 0);
      });
    });
  }

  test('with reduced motion, nothing is animated', async (context) => {
    const tab = await open(context, `/demo/index.html${newSession()}`, (target) =>
      target.emulateMediaFeatures([{name: 'prefers-reduced-motion', value: 'reduce'}]),
    );
    await isReady(tab);
    const started = await tab.evaluate(async () => {
      const animations = new Set();
      const note = () =>
        document.getAnimations().forEach(({animationName}) => animations.add(animationName ?? 'script'));
      for (const count of document.querySelectorAll('ot-connection-count'))
        count.addEventListener('countchange', () => queueMicrotask(note));
      const joined = new Promise((resolve) =>
        document
          .querySelector('ot-session')
          .addEventListener('connectionCreated', () => requestAnimationFrame(() => resolve())),
      );
      document.querySelector('[data-act=add]').click();
      note();
      await joined;
      note();
      return [...animations];
    });
    assert.deepEqual(started, []);
  });

  test('on paper, the lists are not cut off', async (context) => {
    for (const page of ['index.html', 'opentok.html']) {
      const tab = await open(context, `/demo/${page}${newSession()}`);
      await isReady(tab);
      await joinFakePlatform(tab, 50);
      await tab.page.emulateMediaType('print');
      const cut = await tab.evaluate(() =>
        ['.roster', '.log ol'].filter((list) => {
          const {lastElementChild: last} = document.querySelector(list);
          return last.getBoundingClientRect().bottom > last.closest('.card').getBoundingClientRect().bottom;
        }),
      );
      assert.deepEqual(cut, [], page);
    }
  });

  test('200 of 12,345 people have a row, and the rest are counted in one line', async (context) => {
    const tab = await open(context, `/demo/index.html${newSession()}`);
    await isReady(tab);
    await joinFakePlatform(tab, MANY);
    assert.equal(await tab.evaluate(() => document.querySelectorAll('.roster li').length), 200);
    assert.equal(await tab.evaluate(() => document.querySelector('.more').textContent), 'and 12,145 more');
    await tab.evaluate(() => window.platform.leave('guest-1'));
    assert.equal(await tab.evaluate(() => document.querySelectorAll('.roster li').length), 200);
    assert.equal(await tab.evaluate(() => document.querySelector('.more').textContent), 'and 12,144 more');
  });
});
