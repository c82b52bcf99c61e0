// What watching for `data-ot-*` markup costs a page that has none: the same changes to the same page, with the elements
// alone and with the markup looked for. In Chromium and Firefox; BROWSERS=chromium chooses.
import {browsers, launch} from '../scripts/browsers/launch.mjs';
import {median, printTable} from './figures.mjs';
import {servePage} from './serve-page.mjs';

const ROUNDS = 20;
const WARM_UP = 3;

/** What a page has besides; the last one is the other way to look, for comparison. */
const VARIANTS = {
  without: '',
  with: '<script type="module" src="/dist/auto.js"></script>',
  'told of each node': `<script type="module">
    const HOSTS = '[data-ot-session],[data-ot-connection-count]';
    window.found = 0;
    new MutationObserver((records) => {
      for (const {addedNodes} of records) {
        for (const node of addedNodes) {
          if (node.nodeType !== 1) continue;
          if (node.matches(HOSTS)) found++;
          found += node.querySelectorAll(HOSTS).length;
        }
      }
    }).observe(document, {childList: true, subtree: true, attributeFilter: ['data-ot-session', 'id']});
  </script>`,
};

const server = await servePage(
  (query) => `${VARIANTS[query.get('variant')]}<script type="module" src="/bench/auto-page.mjs"></script>`,
);

const CASES = {
  '10,000 nodes in one task': (page) => page.evaluate(() => window.bench.insert(1, false)),
  '10,000 nodes in 100 tasks': (page) => page.evaluate(() => window.bench.insert(100, false)),
  '10,000 nodes in one task, laid out': (page) => page.evaluate(() => window.bench.insert(1, true)),
  '10,000 nodes in 100 tasks, laid out': (page) => page.evaluate(() => window.bench.insert(100, true)),
  '50,000 nodes, changed in each of 20 frames': (page) => page.evaluate(() => window.bench.change(20)),
};

/** The variants' pages in turn, so that whatever else the machine does meets all of them. */
async function measure(browser, run) {
  const pages = {};
  const times = {};
  for (const variant of Object.keys(VARIANTS)) {
    const page = (pages[variant] = await browser.newPage());
    await page.goto(`${server.origin}/bench?${new URLSearchParams({variant})}`);
    await page.waitForFunction(() => window.bench);
    times[variant] = [];
  }
  const variants = Object.keys(VARIANTS);
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (let turn = 0; turn < variants.length; turn++) {
      const variant = variants[(turn + round + WARM_UP) % variants.length];
      await pages[variant].bringToFront();
      const time = await run(pages[variant]);
      if (round >= 0) times[variant].push(time);
    }
  }
  for (const page of Object.values(pages)) await page.close();
  return times;
}

for (const name of Object.keys(browsers).filter((browser) => browser !== 'webkit')) {
  const browser = await launch(name, {extraPrefsFirefox: {'privacy.reduceTimerPrecision': false}});
  try {
    const rows = [];
    for (const [what, run] of Object.entries(CASES)) {
      const times = await measure(browser, run);
      const bare = median(times.without);
      rows.push([
        what,
        bare.toFixed(1),
        ...Object.keys(VARIANTS)
          .slice(1)
          .map((variant) => `${median(times[variant]).toFixed(1)} (x ${(median(times[variant]) / bare).toFixed(2)})`),
      ]);
    }
    printTable(`${name}: a page without data-ot-* markup (medians, ms)`, [['', ...Object.keys(VARIANTS)], ...rows]);
  } finally {
    await browser.close();
  }
}
await server.close();
