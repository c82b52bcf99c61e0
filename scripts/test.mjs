// npm test: finds or installs the browsers, runs test/**/*.test.ts in each of them, builds, and runs test/node and
// test/pages in Node. Its last line is 'N passed, N failed', with ', N skipped' if there were any.
//
//   npm test -- --files test/session/session.test.ts  these only; arguments are @web/test-runner's
//   npm test -- test/pages/demo.test.mjs              these only, in Node, after a build
//   BROWSERS=chromium,webkit npm test                 in these browsers only
import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {NAMES, ensureBrowsers} from './browsers.mjs';
import {endWithParent} from './end-with-parent.mjs';
import {runNodeTests} from './node-tests.mjs';
import {Tally} from './tally.mjs';
import {runBrowserTests} from './wtr.mjs';

// so that what was started is ended, by the listeners of 'exit'
for (const [signal, code] of Object.entries({SIGHUP: 129, SIGINT: 130, SIGTERM: 143})) {
  process.once(signal, () => process.exit(code));
}
endWithParent();

const inNode = (arg) => arg.endsWith('.test.mjs');
const filesIn = (dir) => readdirSync(dir).map((name) => join(dir, name));
const args = process.argv.slice(2);
const runnerArgs = args.filter((arg) => !inNode(arg));
const nodeFiles = args.length ? args.filter(inNode) : ['test/node', 'test/pages'].flatMap(filesIn).filter(inNode);

const wanted = process.env.BROWSERS?.split(',').filter(Boolean);
const {found, problems} = await ensureBrowsers(wanted);
const names = Object.keys(found);
const total = new Tally();

for (const [name, why] of Object.entries(problems)) {
  // who develops without WebKitGTK may test in the others; CI, or who asked for it, may not
  const isRequired = wanted || process.env.CI || name === NAMES[0];
  console.log(`${isRequired ? 'FAILED' : 'skipped'}: ${name}: ${why}`);
  if (isRequired) total.failed++;
}

if (names.length && (!args.length || runnerArgs.length)) {
  const tally = await runBrowserTests(names, runnerArgs);
  console.log(`In ${names.join(', ')}: ${tally}\n`);
  total.add(tally);
}

if (nodeFiles.length) {
  // what is published is what they test
  const build = spawnSync(process.execPath, ['scripts/build.mjs'], {stdio: 'inherit'});
  process.env.BROWSERS = names.join(',');
  const tally = build.status === 0 ? await runNodeTests(nodeFiles) : new Tally({failed: 1});
  console.log(`In Node: ${tally}\n`);
  total.add(tally);
}

console.log(String(total));
process.exitCode = total.failed || !total.passed ? 1 : 0;
