// npm run test:wordpress: builds, and runs test/wordpress against a temporary WordPress site in Chromium. Installs both
// where possible. The last line of output is 'N passed, N failed'. Arguments are the test files to run (default: all).
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
