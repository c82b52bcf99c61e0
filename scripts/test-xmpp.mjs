// npm run test:xmpp: builds, and runs test/xmpp against real XMPP servers, in the browsers and in Node. Installs both if it
// can. Its last line is 'N passed, N failed', with ', N skipped' if there were any. Arguments are test files for Node, in
// place of all.
import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {ensureBrowsers} from './browsers.mjs';
import {endWithParent} from './end-with-parent.mjs';
import {runNodeTests} from './node-tests.mjs';
import {Tally} from './tally.mjs';
import {runBrowserTests} from './wtr.mjs';
import {ensureServers} from './xmpp-servers.mjs';

// so that what was started is ended, by the listeners of 'exit'
for (const [signal, code] of Object.entries({SIGHUP: 129, SIGINT: 130, SIGTERM: 143})) {
  process.once(signal, () => process.exit(code));
}
endWithParent();

const DIR = 'test/xmpp';
const args = process.argv.slice(2);
const nodeFiles = args.length
  ? args
  : readdirSync(DIR)
      .filter((name) => name.endsWith('.test.mjs'))
      .map((name) => join(DIR, name));

const total = new Tally();
const {found, problems: missingBrowsers} = await ensureBrowsers(process.env.BROWSERS?.split(',').filter(Boolean));
const {problems: missingServers} = await ensureServers();
for (const [name, why] of Object.entries({...missingBrowsers, ...missingServers})) {
  console.log(`${process.env.CI ? 'FAILED' : 'skipped'}: ${name}: ${why}`);
  if (process.env.CI) total.failed++;
}

const names = Object.keys(found);
process.env.BROWSERS = names.join(',');
if (names.length && !args.length) total.add(await runBrowserTests(names, ['--files', `${DIR}/*.test.ts`]));
const build = spawnSync(process.execPath, ['scripts/build.mjs'], {stdio: 'inherit'});
total.add(build.status === 0 ? await runNodeTests(nodeFiles) : new Tally({failed: 1}));

console.log(String(total));
process.exitCode = total.failed || !total.passed ? 1 : 0;
