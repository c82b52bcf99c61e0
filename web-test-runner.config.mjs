// `npm test` runs the tests in all browsers that it finds; `npx wtr --watch` runs them in Chromium only.
import {defaultReporter} from '@web/test-runner';
import {chromeLauncher} from '@web/test-runner-chrome';
import * as puppeteer from 'puppeteer-core';
import {bundlePlugin} from './scripts/servers/bundle-plugin.mjs';
import {devtoolsPlugin} from './scripts/tests/devtools-plugin.mjs';
import {endpointsMiddleware} from './scripts/servers/endpoints-middleware.mjs';
import {freePort} from './scripts/system/free-port.mjs';
import {CHROMIUM_OPTIONS, browsers} from './scripts/browsers/launch.mjs';
import {loopbackPlugin} from './scripts/servers/loopback-plugin.mjs';
import {tallyReporter} from './scripts/tests/tally-reporter.mjs';
import {typescriptPlugin} from './scripts/servers/typescript-plugin.mjs';
import {webkitLauncher} from './scripts/tests/webkit-launcher.mjs';
import {xmppPlugin} from './test/xmpp/xmpp-plugin.mjs';

const {BROWSERS = 'chromium', TALLY} = process.env;

// Puppeteer closes its browsers on these signals without exiting, and the runner would wait for them until it times
// out.
process.once('SIGTERM', () => process.exit(143));
process.once('SIGHUP', () => process.exit(129));

const launchers = {
  chromium: (executablePath) =>
    chromeLauncher({
      concurrency: 2,
      launchOptions: {...CHROMIUM_OPTIONS, executablePath},
      // Each test file gets its own window and profile: a second tab would be hidden (no focus, no animation frames),
      // and would share storage and BroadcastChannels with the first.
      createPage: async ({browser}) => (await browser.createBrowserContext()).newPage(),
    }),
  // in Firefox, a browser context does not prevent this, so test files run one at a time
  firefox: (executablePath) =>
    chromeLauncher({concurrency: 1, puppeteer, launchOptions: {browser: 'firefox', executablePath}}),
  webkit: (miniBrowser) => webkitLauncher({miniBrowser}),
};

export default {
  port: await freePort(), // the runner's default, the first free port from 8000 up, could collide with another run
  files: ['test/**/*.test.ts', '!test/xmpp/**'], // `npm run test:xmpp` runs test/xmpp
  browsers: BROWSERS.split(',').map((name) => {
    if (!browsers[name]) throw new Error(`${name} is not installed: run node scripts/browsers/browsers.mjs --install`);
    return launchers[name](browsers[name]);
  }),
  concurrentBrowsers: 3,
  browserStartTimeout: 60_000,
  testsFinishTimeout: 120_000,
  testFramework: {config: {timeout: 10_000, forbidOnly: Boolean(process.env.CI)}},
  nodeResolve: {exportConditions: ['development', 'browser']}, // for Lit's warnings
  filterBrowserLogs: ({args}) => !String(args[0]).startsWith('Lit is in dev mode'),
  middleware: [endpointsMiddleware()],
  plugins: [loopbackPlugin(), devtoolsPlugin(), bundlePlugin(), typescriptPlugin(), xmppPlugin()],
  // The runner only logs unhandled rejections. Rethrown, a rejection fails the current test; if no test is running,
  // scripts/tests/tally-reporter.mjs counts it.
  testRunnerHtml: (framework) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Test</title>
    <script>
      addEventListener('unhandledrejection', (event) =>
        setTimeout(() => {
          if (!event.defaultPrevented) throw event.reason;
        }),
      );
    </script>
    <script type="module" src="${framework}"></script>
  </head>
  <body></body>
</html>`,
  reporters: [
    defaultReporter({reportTestProgress: process.stdout.isTTY}),
    ...(TALLY ? [tallyReporter({file: TALLY})] : []),
  ],
};
