// npm run test:wordpress: builds, and runs test/wordpress in a WordPress of its own and in Chromium. Installs both if it
// can. Its last line is 'N passed, N failed'. Arguments are test files, in place of all.
import {ensureBrowsers} from './browsers/browsers.mjs';
import {runNodeTests} from './tests/node-tests.mjs';
import {build, nodeTestsIn, testCommand} from './tests/test-command.mjs';
import {ensureWordPress} from './wordpress/wordpress-packages.mjs';

const args = process.argv.slice(2);

await testCommand(async (total) => {
  const {problems} = await ensureBrowsers(['chromium']);
  if (problems.chromium) throw new Error(`chromium: ${problems.chromium}`);
  await ensureWordPress();
  build();
  process.env.BROWSERS = 'chromium';
  total.add(await runNodeTests(args.length ? args : nodeTestsIn('test/wordpress')));
});
