// npm run test:wordpress: builds, and runs test/wordpress in a WordPress of its own and in Chromium. Installs both if it
// can. Its last line is 'N passed, N failed'. Arguments are test files, in place of all.
import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {ensureBrowsers} from './browsers.mjs';
import {endWithParent} from './end-with-parent.mjs';
import {runNodeTests} from './node-tests.mjs';
import {Tally} from './tally.mjs';
import {ensureWordPress} from './wordpress-packages.mjs';

// so that what was started is ended, by the listeners of 'exit'
for (const [signal, code] of Object.entries({SIGHUP: 129, SIGINT: 130, SIGTERM: 143})) {
  process.once(signal, () => process.exit(code));
}
endWithParent();

const DIR = 'test/wordpress';
const isTest = (name) => name.endsWith('.test.mjs');
const args = process.argv.slice(2);
const files = args.length
  ? args
  : readdirSync(DIR)
      .filter(isTest)
      .map((name) => join(DIR, name));

async function prepare() {
  const {problems} = await ensureBrowsers(['chromium']);
  if (problems.chromium) throw new Error(`chromium: ${problems.chromium}`);
  await ensureWordPress();
  if (spawnSync(process.execPath, ['scripts/build.mjs'], {stdio: 'inherit'}).status !== 0) throw new Error('the build');
}

let tally = new Tally({failed: 1});
try {
  await prepare();
  process.env.BROWSERS = 'chromium';
  tally = await runNodeTests(files);
} catch (error) {
  console.log(`FAILED: ${error.message}`);
}
console.log(String(tally));
process.exitCode = tally.failed || !tally.passed ? 1 : 0;
