import assert from 'node:assert/strict';
import {after, afterEach, before, describe} from 'node:test';
import {serve} from '../../scripts/servers/dev-server.mjs';
import {browsers, launch} from '../../scripts/browsers/launch.mjs';
import {recorded, roomPage} from './room.mjs';
import {Tab} from './tab.mjs';

/**
 * Describes the same in each browser that is there, with a server for all of them and one browser for all tests. What is
 * thrown in a page and not caught fails the test, but for what it takes: see `takeUncaught()` in tab.mjs.
 *
 * @param options `names`: in these browsers only; `pages`: besides the repository's files and `/room`, path to a function
 *   that gives the HTML, of the query and of Koa's context; `launch`: a browser's name to its options
 * @param body called for each browser with its `name`; `open(context, path, prepare)`, which opens a tab until the
 *   test's end, and calls `prepare` with its page before it goes there; `browser()`, which gives the browser while tests
 *   run; and `site`, whose `origin` is the server's, whose `requests` are the paths that were asked for, and whose
 *   `failures` are those that were answered with an error
 */
export function inBrowsers(title, {names, pages = {}, launch: options = {}}, body) {
  describe(title, () => {
    const site = {requests: [], failures: []};
    const all = {
      '/room': (query) => roomPage(query),
      '/elsewhere': () => '<!doctype html><title>Elsewhere</title>',
      ...pages,
    };
    let server;
    before(async () => {
      server = await serve({
        middleware: [
          async (context, next) => {
            site.requests.push(context.path);
            const page = all[context.path];
            if (!page) {
              await next();
              // the demo's pages and frames have 50 modules each; what a CDN serves is to be asked for each time
              if (!context.path.startsWith('/cdn/')) context.set('cache-control', 'max-age=3600');
              if (context.response.is('html')) context.body = recorded(context.body);
              if (context.status >= 400) site.failures.push(`${context.status} ${context.path}`);
              return;
            }
            context.type = 'html';
            context.body = page(new URLSearchParams(context.querystring), context);
          },
        ],
      });
      site.origin = server.origin;
    });
    after(() => server.close());

    for (const name of Object.keys(browsers)) {
      if (names && !names.includes(name)) continue;
      describe(`in ${name}`, () => {
        let browser;
        before(async () => (browser = await launch(name, options[name])));
        after(() => browser.close());
        /** A test's context to its tabs. */
        const tabsOf = new Map();
        // a hook of the suite: after one of the test's own that failed, its others would not be called
        afterEach(async (context) => {
          const uncaught = [];
          for (const tab of tabsOf.get(context) ?? []) {
            await tab.close();
            uncaught.push(...(await tab.takeUncaught()));
          }
          tabsOf.delete(context);
          assert.deepEqual(uncaught, [], 'thrown in a page, and not caught');
        });
        const open = async (context, path, prepare) => {
          const tab = new Tab(await browser.newPage(), name);
          tabsOf.set(context, [...(tabsOf.get(context) ?? []), tab]);
          await prepare?.(tab.page);
          await tab.goto(site.origin + path);
          return tab;
        };
        body({name, open, site, browser: () => browser});
      });
    }
  });
}
