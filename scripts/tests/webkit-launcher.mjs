import {WebKit} from '../browsers/webkit.mjs';

/**
 * Runs @web/test-runner's pages in WebKitGTK, one at a time. Its type and its pages imitate Playwright's, since
 * @web/test-runner-commands supports only a fixed set of drivers.
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
      if (id !== active) throw new Error(`WebKit is not running session ${id}.`);
      return {
        setViewportSize: async (size) => (await page()).setViewport(size),
        emulateMedia() {
          throw new Error('Emulating media is not supported in WebKit; use the launch options dark and reducedMotion.');
        },
      };
    },
    async stopSession() {
      active = undefined;
      await (await page()).goto('about:blank'); // a page that reloads itself would keep running
      return {};
    },
    async startDebugSession() {
      throw new Error('Debugging is not supported in WebKit.');
    },
    async stop() {
      const webkit = await starting?.catch(() => undefined); // startSession() has rejected with this error
      starting = undefined;
      await webkit?.close();
    },
  };
}
