// Measures what reporting a connection costs, from the engine's call to the count and the element's DOM event, compared
// with a bare event. Runs in Chromium and Firefox; BROWSERS=chromium selects one.
import {browsers, launch} from '../scripts/browsers/launch.mjs';
import {printTable} from './figures.mjs';
import {servePage} from './serve-page.mjs';

const SMALL = 1_500;
const LARGE = 15_000;

const server = await servePage(() => '<script type="module" src="/bench/dispatch-page.mjs"></script>');

async function measure(name) {
  // for a precise clock in Firefox
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
  const withRatio = (duration, bare) => `${duration.toFixed(2)} (x ${(duration / bare).toFixed(2)})`;
  printTable(`${name}: one connectionCreated, with listeners on the element and on the document (medians, µs)`, [
    ['', 'bare event', 'during a join', 'alone, with its connectioncountchange'],
    ...events.map(({counts, bare, inJoin, alone}) => [
      `${counts || 'no'} ot-connection-count`,
      bare.toFixed(2),
      withRatio(inJoin, bare),
      withRatio(alone, bare),
    ]),
  ]);
  const [small, large] = crowds;
  const scaling = (phase) => [
    small[phase].toFixed(1),
    large[phase].toFixed(1),
    (large[phase] / LARGE / (small[phase] / SMALL)).toFixed(2),
  ];
  printTable(`${name}: many connections at once, with one ot-connection-count (medians, ms)`, [
    ['connections', SMALL, LARGE, 'ratio per connection'],
    ['joining their session', ...scaling('join')],
    ['as many more joining in one task', ...scaling('arrivals')],
    ['renders for the join', small.rendersAtJoin, large.rendersAtJoin, ''],
    ['renders for those joining', small.rendersAtArrivals, large.rendersAtArrivals, ''],
  ]);
}
await server.close();
