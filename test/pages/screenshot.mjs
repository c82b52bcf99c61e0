// npm run screenshot: updates docs/images/demo.png, the README's picture. It looks best with a font like Inter.
import {serve} from '../../scripts/servers/dev-server.mjs';
import {launch} from '../../scripts/browsers/launch.mjs';
import {Tab} from './tab.mjs';

const server = await serve();
const browser = await launch('chromium');
try {
  const tab = new Tab(await browser.newPage());
  await tab.page.setViewport({width: 1280, height: 800});
  await tab.page.emulateMediaFeatures([
    {name: 'prefers-color-scheme', value: 'light'},
    {name: 'prefers-reduced-motion', value: 'reduce'},
  ]);
  await tab.page.evaluateOnNewDocument(() => {
    // the same people each time
    let drawn = 0;
    Math.random = () => (++drawn * 0.618) % 1;
  });
  await tab.goto(`${server.origin}/demo/`);

  /** Waits until this many are in the session, and this many of them are counted. */
  const shows = (...numbers) =>
    tab.until(
      (present, counted) => {
        const {connections, connectionCount} = document.querySelector('ot-session');
        return connections.size === present && connectionCount === counted;
      },
      ...numbers,
    );
  const click = async (selector, ...numbers) => {
    await tab.evaluate((which) => document.querySelector(which).click(), selector);
    await shows(...numbers);
  };
  await shows(1, 1);
  for (let people = 2; people <= 7; people++) await click('[data-act=add]', people, people);
  await click('[data-act=leave]', 6, 6);
  await click('#ignore-newcomers', 6, 6);
  await click('[data-act=add]', 7, 6);
  await click('[data-act=add]', 8, 6);
  await click('[data-act=crash]', 7, 6);
  await tab.evaluate(() => document.fonts.ready.then(() => new Promise(requestAnimationFrame)).then(() => true));
  await tab.page.screenshot({path: 'docs/images/demo.png'});
} finally {
  await browser.close();
  await server.close();
}
