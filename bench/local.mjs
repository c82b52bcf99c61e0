// Measures how soon other tabs see changes in a session of the local engine, compared with a bare message between tabs.
// Runs in all available browsers; BROWSERS=chromium selects one.
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
  // Puppeteer's defaults would make hidden tabs behave like visible ones
  chromium: {
    ignoreDefaultArgs: [
      '--disable-background-timer-throttling',
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
    ],
  },
  // for a precise clock, and one process per tab
  firefox: {extraPrefsFirefox: {'privacy.reduceTimerPrecision': false, 'dom.ipc.processCount.webCOOP+COEP': 12}},
};

const server = await servePage(() => '<script type="module" src="/bench/local-page.mjs"></script>');

async function open(browser, sessionId) {
  const tab = new Tab(await browser.newPage());
  await tab.goto(`${server.origin}/bench?session-id=${sessionId}`);
  await tab.until(() => window.bench);
  return tab;
}

const whenReceived = (tab, message) => tab.until((key) => window.bench.received[key], message);

async function messages(browser) {
  const sessionId = randomUUID();
  const [observer, other] = [await open(browser, sessionId), await open(browser, sessionId)];
  await observer.evaluate(() => window.bench.connect());
  const times = {'a bare message': [], 'announced to seen': [], 'connect() to seen': [], 'disconnect() to seen': []};
  const returnTimes = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const record = (name, start, end) => round >= 0 && times[name].push(end - start);
    const pinged = await other.evaluate((name) => window.bench.ping(name), `ping ${round}`);
    record('a bare message', pinged, await whenReceived(observer, `ping ${round}`));
    const ponged = await observer.evaluate((name) => window.bench.ping(name), `pong ${round}`);
    returnTimes.push((await whenReceived(other, `pong ${round}`)) - ponged);
    const {id, called, announced} = await other.evaluate(() => window.bench.connect());
    const seen = await whenReceived(observer, `created ${id}`);
    record('announced to seen', announced, seen);
    record('connect() to seen', called, seen);
    const left = await other.evaluate(() => window.bench.disconnect());
    record('disconnect() to seen', left, await whenReceived(observer, `destroyed ${id} clientDisconnected`));
  }
  await Promise.all([observer.close(), other.close()]);
  // corrects for the offset between the clocks of two processes: a message takes equally long in both directions
  const clockOffset = (median(times['a bare message']) - median(returnTimes)) / 2;
  return Object.entries(times).map(([name, all]) => [name, all.map((time) => time - clockOffset)]);
}

/** Returns how long after a tab's process is killed a visible or hidden tab sees that it is lost. */
async function crashes(browser, visibility) {
  const sessionId = randomUUID();
  const observer = await open(browser, sessionId);
  await observer.evaluate(() => window.bench.connect());
  const times = [];
  for (let round = 0; round < CRASHES; round++) {
    const victim = await open(browser, sessionId);
    const {id} = await victim.evaluate(() => window.bench.connect());
    await whenReceived(observer, `created ${id}`);
    const pid = await processOf(browser, victim);
    const cover = visibility === 'hidden' && (await browser.newPage());
    await (cover || observer.page).bringToFront();
    await observer.until((state) => document.visibilityState === state, visibility);
    const killed = performance.timeOrigin + performance.now();
    process.kill(pid, 'SIGKILL');
    times.push((await whenReceived(observer, `destroyed ${id} networkDisconnected`)) - killed);
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
      ...times.map(([measured, all]) => [
        measured,
        median(all).toFixed(2),
        quantile(all, 0.95).toFixed(2),
        (median(all) / bare).toFixed(2),
      ]),
    ]);
    // WebKit's driver exits when a page's process is killed
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
