// npm run test:xmpp: builds, and runs test/xmpp against real XMPP servers, in the browsers and in Node. Installs
// browsers and servers where possible. The last line of output is 'N passed, N failed', followed by ', N skipped' if
// there were any. Arguments are the Node test files to run (default: all, and the browser tests).
import {ensureBrowsers} from './browsers/browsers.mjs';
import {runNodeTests} from './tests/node-tests.mjs';
import {build, nodeTestsIn, testCommand} from './tests/test-command.mjs';
import {runBrowserTests} from './tests/wtr.mjs';
import {ensureServers} from './servers/xmpp-servers.mjs';

const DIR = 'test/xmpp';
const args = process.argv.slice(2);

await testCommand(async (total) => {
  const {found, problems} = await ensureBrowsers(process.env.BROWSERS?.split(',').filter(Boolean));
  Object.assign(problems, await ensureServers());
  for (const [name, problem] of Object.entries(problems)) {
    if (process.env.CI) total.fail(`${name}: ${problem}`);
    else console.log(`skipped: ${name}: ${problem}`);
  }

  const names = Object.keys(found);
  process.env.BROWSERS = names.join(',');
  if (names.length && !args.length) total.add(await runBrowserTests(names, ['--files', `${DIR}/*.test.ts`]));
  build();
  const files = args.length ? args : nodeTestsIn(DIR);
  // the crowd test compares times, so nothing runs beside it
  const crowd = files.filter((file) => file.endsWith('crowd.test.mjs'));
  const others = files.filter((file) => !crowd.includes(file));
  if (crowd.length) total.add(await runNodeTests(crowd));
  if (others.length) total.add(await runNodeTests(others, 2));
});
