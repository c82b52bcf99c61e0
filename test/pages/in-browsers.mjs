import assert from 'node:assert/strict';
import {after, afterEach, before, describe} from 'node:test';
import {serve} from '../../scripts/servers/dev-server.mjs';
import {browsers} from '../../scripts/browsers/launch.mjs';
import {recorded, roomPage} from './room.mjs';
import {SharedBrowser} from './shared-browser.mjs';

let described = 0;

/** The number of calls of `inBrowsers()` in this process. */
export const suitesDescribed = () => described;

/**
 * Describes the same tests for each available browser, with a server for all of them, and a browser that the other test files
 * in this process share. An uncaught error in a page fails the test, unless it takes the error: see `takeUncaught()` in
 * tab.mjs.
 *
 * @param options `names`: only these browsers; `pages`: in addition to the repository's files and `/room`, by path a function
 *   of the query and Koa's context that returns the HTML; `launch`: by browser name its launch options
 * @param body called for each browser with its `name`; `open(context, path, prepare)`, which opens a tab until the
 *   test's end, and calls `prepare` with its page before navigation; `browser()`, which returns the browser while tests
 *   run; and `site`, whose `origin` is the server's, whose `requests` are the requested paths, whose `failures` are
 *   those with an error status, and whose `received` is each request as text: its method, URL, and headers
 */
export function inBrowsers(title, {names, pages = {}, launch: options = {}}, body) {
  described++;
  describe(title, () => {
    const site = {requests: [], failures: [], received: []};
    const all = {
      '/room': (query) => roomPage(query),
      '/elsewhere': () => '<!doctype html><title>Elsewhere</title>',
      // what is built, as in any other page: `npm start` serves the sources, 60 modules for each page and person
      '/demo/ot-elements.js': (query, context) => {
        context.type = 'js';
        return "export * from '/cdn/ot-elements.js';";
      },
      ...pages,
    };
    let server;
    before(async () => {
      server = await serve({
        middleware: [
          async (context, next) => {
            site.requests.push(context.path);
            site.received.push(`${context.method} ${context.url} ${JSON.stringify(context.headers)}`);
            const page = all[context.path];
            if (!page) {
              await next();
              // cached, since the demo's pages and frames have 50 modules each; CDN files are requested each time
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
        const shared = SharedBrowser.for(name, options[name]);
        before(async () => (browser = await shared.started()));
        after(() => shared.release());
        /** The tabs of each test, by its context. */
        const tabsOf = new Map();
        // a hook of the suite: after a test's own hook has failed, its other ones are not called
        afterEach(async (context) => {
          const uncaught = [];
          for (const tab of tabsOf.get(context) ?? []) {
            await shared.recycle(tab);
            uncaught.push(...(await tab.takeUncaught()));
          }
          tabsOf.delete(context);
          assert.deepEqual(uncaught, [], 'thrown in a page, and not caught');
        });
        const open = async (context, path, prepare) => {
          const tab = prepare ? await shared.newTab() : await shared.tab();
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
