// What a CDN serves, in pages without a build.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {serve} from '../../scripts/dev-server.mjs';
import {browsers, launch} from '../../scripts/launch.mjs';

const page = (script, attributes = '') => `<!doctype html>
<html lang="en">
  <title>A page</title>
  ${script}
  <ot-session engine="local" session-id="cdn" ${attributes}><ot-connection-count>Live</ot-connection-count></ot-session>
  <script>
    const session = document.querySelector('ot-session');
    session.addEventListener('error', (event) => {
      event.preventDefault();
      window.code = event.detail.error.code;
    });
  </script>
</html>`;
// as WordPress and others do: the entry's address is not the one its own files would import it by
const module = '<script type="module" src="/cdn/ot-elements.js?ver=0.1.0"></script>';
const classic = '<script defer src="/cdn/ot-elements.classic.js"></script>';
const pages = {
  '/module': page(module),
  '/classic': page(classic),
  '/refused': page(module, 'token="role=nobody"'),
};

describe('what a CDN serves', () => {
  let server;
  let requests;

  before(async () => {
    const middleware = (context, next) => {
      requests.push(context.path);
      if (!pages[context.path]) return next();
      context.type = 'html';
      context.body = pages[context.path];
    };
    server = await serve({middleware: [middleware]});
  });
  after(() => server.close());

  for (const name of Object.keys(browsers)) {
    describe(`in ${name}`, () => {
      let browser;
      before(async () => (browser = await launch(name)));
      after(() => browser.close());

      const open = async (context, path) => {
        requests = [];
        const tab = await browser.newPage();
        context.after(() => tab.close());
        await tab.goto(server.origin + path);
        return tab;
      };
      const shows = (tab, number) =>
        tab.waitForFunction((n) => document.querySelector('ot-connection-count').value === n, {timeout: 5000}, number);

      test('the module and the classic script meet in one session', async (context) => {
        const tabs = [await open(context, '/module'), await open(context, '/classic')];
        for (const tab of tabs) await shows(tab, 2);
        assert.equal(await tabs[1].evaluate(() => typeof globalThis.OTElements.initSession), 'function');
      });

      test('the module loads one engine, once it connects, and nothing twice', async (context) => {
        const tab = await open(context, '/module');
        await shows(tab, 1);
        assert.deepEqual(
          requests.filter((path) => path.startsWith('/cdn/') && !path.endsWith('.map')),
          ['/cdn/ot-elements.js', '/cdn/engine-local.js'],
        );
      });

      test('an error keeps its code on the way out of an engine', async (context) => {
        const tab = await open(context, '/refused');
        await tab.waitForFunction(() => window.code, {timeout: 5000});
        assert.equal(await tab.evaluate(() => window.code), 'authentication-failed');
      });
    });
  }
});
