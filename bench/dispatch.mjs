// What it costs to tell of a connection: from an engine's call to the counted roster and the element's DOM event, beside a
// bare event. In Chromium and Firefox; BROWSERS=chromium chooses.
import {browsers, launch} from '../scripts/browsers/launch.mjs';
import {printTable} from './figures.mjs';
import {servePage} from './serve-page.mjs';

const SMALL = 1_500;
const LARGE = 15_000;

const server = await servePage(() => '<script type="module" src="/bench/dispatch-page.mjs"></script>');

async function measure(name) {
  // or its clock would be coarse
  const browser = await launch(name, {extraPrefsFirefox: {'privacy.reduceTimerPrecision': false}});
  try {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/bench`);
    await page.waitForFunction(() => window.bench);
    const events = [];
    for (const counts of [0, 1, 3]) {
      events.push({counts, ...(await page.evaluate((number) => window.bench.oneEvent(number), counts))});
    }
    const crowds = [];
    for (const size of [SMALL, LARGE]) crowds.push(await page.evaluate((number) => window.bench.crowd(number), size));
    return {events, crowds};
  } finally {
    await browser.close();
  }
}

for (const name of Object.keys(browsers).filter((browser) => browser !== 'webkit')) {
  const {events, crowds} = await measure(name);
  const beside = (time, bare) => `${time.toFixed(2)} (x ${(time / bare).toFixed(2)})`;
  printTable(`${name}: one connectionCreated, heard on the element and on the document (medians, µs)`, [
    ['', 'bare event', 'in a join', 'alone, with its connectioncountchange'],
    ...events.map(({counts, bare, inJoin, alone}) => [
      `${counts || 'no'} ot-connection-count`,
      bare.toFixed(2),
      beside(inJoin, bare),
      beside(alone, bare),
    ]),
  ]);
  const [small, large] = crowds;
  const scale = (what) => [
    small[what].toFixed(1),
    large[what].toFixed(1),
    (large[what] / LARGE / (small[what] / SMALL)).toFixed(2),
  ];
  printTable(`${name}: many at once, with one ot-connection-count (medians, ms)`, [
    ['', SMALL, LARGE, 'each, ratio'],
    ['a join with so many there', ...scale('join')],
    ['as many arrivals in one task', ...scale('arrivals')],
    ['renderings for the join', small.renderedAtJoin, large.renderedAtJoin, ''],
    ['renderings for the arrivals', small.renderedAtArrivals, large.renderedAtArrivals, ''],
  ]);
}
await server.close();
