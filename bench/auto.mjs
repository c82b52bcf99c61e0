// Measures what observing a page for `data-ot-*` markup costs if there is none: the same changes, without and with
// dist/auto.js. Runs in Chromium and Firefox; BROWSERS=chromium selects one.
import {browsers, launch} from '../scripts/browsers/launch.mjs';
import {median, printTable} from './figures.mjs';
import {servePage} from './serve-page.mjs';

const ROUNDS = 20;
const WARM_UP = 3;

/** What each page also contains. The last is an alternative implementation, for comparison. */
const VARIANTS = {
  without: '',
  with: '<script type="module" src="/dist/auto.js"></script>',
  'each added node': `<script type="module">
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

/** Alternates between the variants, so that other load on the machine affects all of them. */
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
    for (let index = 0; index < variants.length; index++) {
      const variant = variants[(index + round + WARM_UP) % variants.length];
      await pages[variant].bringToFront();
      const duration = await run(pages[variant]);
      if (round >= 0) times[variant].push(duration);
    }
  }
  for (const page of Object.values(pages)) await page.close();
  return times;
}

for (const browserName of Object.keys(browsers).filter((browser) => browser !== 'webkit')) {
  const browser = await launch(browserName, {extraPrefsFirefox: {'privacy.reduceTimerPrecision': false}});
  try {
    const rows = [];
    for (const [name, run] of Object.entries(CASES)) {
      const times = await measure(browser, run);
      const baseline = median(times.without);
      rows.push([
        name,
        baseline.toFixed(1),
        ...Object.keys(VARIANTS)
          .slice(1)
          .map(
            (variant) => `${median(times[variant]).toFixed(1)} (x ${(median(times[variant]) / baseline).toFixed(2)})`,
          ),
      ]);
    }
    printTable(`${browserName}: a page without data-ot-* markup (medians, ms)`, [
      ['', ...Object.keys(VARIANTS)],
      ...rows,
    ]);
  } finally {
    await browser.close();
  }
}
await server.close();
