// npm run test:xmpp: builds, and runs test/xmpp against real XMPP servers, in the browsers and in Node. Installs both if it
// can. Its last line is 'N passed, N failed', with ', N skipped' if there were any. Arguments are test files for Node, in
// place of all.
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
  for (const [name, why] of Object.entries(problems)) {
    if (process.env.CI) total.fail(`${name}: ${why}`);
    else console.log(`skipped: ${name}: ${why}`);
  }

  const names = Object.keys(found);
  process.env.BROWSERS = names.join(',');
  if (names.length && !args.length) total.add(await runBrowserTests(names, ['--files', `${DIR}/*.test.ts`]));
  build();
  const files = args.length ? args : nodeTestsIn(DIR);
  // the one that compares times, alone
  const crowd = files.filter((file) => file.endsWith('crowd.test.mjs'));
  const others = files.filter((file) => !crowd.includes(file));
  if (crowd.length) total.add(await runNodeTests(crowd));
  if (others.length) total.add(await runNodeTests(others, 2));
});
