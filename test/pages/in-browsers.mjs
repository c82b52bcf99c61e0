import {after, before, describe} from 'node:test';
import {serve} from '../../scripts/dev-server.mjs';
import {browsers, launch} from '../../scripts/launch.mjs';
import {roomPage} from './room.mjs';
import {Tab} from './tab.mjs';

/**
 * Describes the same in each browser that is there, with a server for all of them and one browser for all tests.
 *
 * @param options `names`: in these browsers only; `pages`: besides the repository's files and `/room`, path to a function
 *   that gives the HTML, of the query and of Koa's context; `launch`: a browser's name to its options
 * @param body called for each browser with its `name`; `open(context, path, prepare)`, which opens a tab until the
 *   test's end, and calls `prepare` with its page before it goes there; `browser()`, which gives the browser while tests
 *   run; and `site`, whose `origin` is the server's and whose `requests` are the paths that were asked for
 */
export function inBrowsers(title, {names, pages = {}, launch: options = {}}, body) {
  describe(title, () => {
    const site = {requests: []};
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
        const open = async (context, path, prepare) => {
          const tab = new Tab(await browser.newPage(), name);
          context.after(() => tab.close());
          await prepare?.(tab.page);
          await tab.goto(site.origin + path);
          return tab;
        };
        body({name, open, site, browser: () => browser});
      });
    }
  });
}
