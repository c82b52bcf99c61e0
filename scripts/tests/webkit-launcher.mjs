import {WebKit} from '../browsers/webkit.mjs';

/**
 * Runs @web/test-runner's pages in WebKitGTK, one at a time. It says it is Playwright, and makes a page look like one,
 * because @web/test-runner-commands know no other drivers than they were written for.
 *
 * @returns {import('@web/test-runner-core').BrowserLauncher}
 */
export function webkitLauncher(options) {
  let starting;
  let active;
  const page = async () => (await starting).firstPage;

  return {
    name: 'WebKit',
    type: 'playwright',
    concurrency: 1,
    async startSession(id, url) {
      starting ??= WebKit.start(options);
      active = id;
      await (await page()).setViewport({width: 800, height: 600});
      await (await page()).goto(url);
    },
    isActive: (id) => id === active,
    getBrowserUrl: async () => (await page()).url(),
    getPage(id) {
      if (id !== active) throw new Error(`WebKit does not run session ${id}.`);
      return {
        setViewportSize: async (size) => (await page()).setViewport(size),
        emulateMedia() {
          throw new Error('WebKit cannot emulate media here; dark and reducedMotion are options of its launch.');
        },
      };
    },
    async stopSession() {
      active = undefined;
      await (await page()).goto('about:blank'); // a page that reloads itself would never end
      return {};
    },
    async startDebugSession() {
      throw new Error('WebKit has no debugging here.');
    },
    async stop() {
      const webkit = await starting?.catch(() => undefined); // startSession has told that error
      starting = undefined;
      await webkit?.close();
    },
  };
}
