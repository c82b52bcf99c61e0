// How soon the others see what happens in a session of the local engine, beside what a bare message takes from tab to tab.
// In all browsers that are there; BROWSERS=chromium chooses.
import {randomUUID} from 'node:crypto';
import {browsers, launch} from '../scripts/browsers/launch.mjs';
import {cannotFindProcesses, processOf} from '../test/pages/process-of.mjs';
import {Tab} from '../test/pages/tab.mjs';
import {median, printTable, quantile} from './figures.mjs';
import {servePage} from './serve-page.mjs';

const ROUNDS = 60;
const WARM_UP = 5;
const CRASHES = 7;

const options = {
  // or hidden tabs were treated as visible ones
  chromium: {
    ignoreDefaultArgs: [
      '--disable-background-timer-throttling',
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
    ],
  },
  // a precise clock, and a process for each tab
  firefox: {extraPrefsFirefox: {'privacy.reduceTimerPrecision': false, 'dom.ipc.processCount.webCOOP+COEP': 12}},
};

const server = await servePage(() => '<script type="module" src="/bench/local-page.mjs"></script>');

async function open(browser, sessionId) {
  const tab = new Tab(await browser.newPage());
  await tab.goto(`${server.origin}/bench?session-id=${sessionId}`);
  await tab.until(() => window.bench);
  return tab;
}

const cameTo = (tab, what) => tab.until((name) => window.bench.came[name], what);

async function messages(browser) {
  const sessionId = randomUUID();
  const [observer, other] = [await open(browser, sessionId), await open(browser, sessionId)];
  await observer.evaluate(() => window.bench.connect());
  const times = {'a bare message': [], 'announced to seen': [], 'connect() to seen': [], 'disconnect() to seen': []};
  const back = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const took = (what, begun, ended) => round >= 0 && times[what].push(ended - begun);
    const pinged = await other.evaluate((name) => window.bench.ping(name), `ping ${round}`);
    took('a bare message', pinged, await cameTo(observer, `ping ${round}`));
    const ponged = await observer.evaluate((name) => window.bench.ping(name), `pong ${round}`);
    back.push((await cameTo(other, `pong ${round}`)) - ponged);
    const {id, called, announced} = await other.evaluate(() => window.bench.connect());
    const seen = await cameTo(observer, `created ${id}`);
    took('announced to seen', announced, seen);
    took('connect() to seen', called, seen);
    const left = await other.evaluate(() => window.bench.disconnect());
    took('disconnect() to seen', left, await cameTo(observer, `destroyed ${id} clientDisconnected`));
  }
  await Promise.all([observer.close(), other.close()]);
  // two processes' clocks differ a little: a message takes as long there as back
  const ahead = (median(times['a bare message']) - median(back)) / 2;
  return Object.entries(times).map(([what, all]) => [what, all.map((time) => time - ahead)]);
}

/** How long after its process was killed a tab is seen as lost, by a tab that is visible or hidden. */
async function crashes(browser, visibility) {
  const sessionId = randomUUID();
  const observer = await open(browser, sessionId);
  await observer.evaluate(() => window.bench.connect());
  const times = [];
  for (let round = 0; round < CRASHES; round++) {
    const victim = await open(browser, sessionId);
    const {id} = await victim.evaluate(() => window.bench.connect());
    await cameTo(observer, `created ${id}`);
    const pid = await processOf(browser, victim);
    const cover = visibility === 'hidden' && (await browser.newPage());
    await (cover || observer.page).bringToFront();
    await observer.until((state) => document.visibilityState === state, visibility);
    const killed = performance.timeOrigin + performance.now();
    process.kill(pid, 'SIGKILL');
    times.push((await cameTo(observer, `destroyed ${id} networkDisconnected`)) - killed);
    if (cover) await cover.close();
  }
  return times;
}

for (const name of Object.keys(browsers)) {
  const browser = await launch(name, options[name]);
  try {
    const times = await messages(browser);
    const bare = median(times[0][1]);
    printTable(`${name}: from one tab to another (ms)`, [
      ['', 'median', '95 %', 'median, ratio'],
      ...times.map(([what, all]) => [
        what,
        median(all).toFixed(2),
        quantile(all, 0.95).toFixed(2),
        (median(all) / bare).toFixed(2),
      ]),
    ]);
    // WebKit's driver ends with a page's process
    if (name === 'webkit' || cannotFindProcesses) continue;
    const rows = [];
    for (const visibility of ['visible', 'hidden']) {
      const all = await crashes(browser, visibility);
      rows.push([`to a ${visibility} tab`, median(all).toFixed(0), Math.max(...all).toFixed(0)]);
    }
    printTable(`${name}: a killed tab is seen as networkDisconnected (ms)`, [['', 'median', 'longest'], ...rows]);
  } finally {
    await browser.close();
  }
}
await server.close();
