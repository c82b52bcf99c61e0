// npm test: finds or installs the browsers, runs test/**/*.test.ts in each of them, builds, and runs test/node and
// test/pages in Node. Its last line is 'N passed, N failed', with ', N skipped' if there were any.
//
//   npm test -- --files test/session/joining.test.ts  these only; arguments are @web/test-runner's
//   npm test -- test/pages/demo.test.mjs              these only, in Node, after a build
//   BROWSERS=chromium,webkit npm test                 in these browsers only
import {NAMES, ensureBrowsers} from './browsers/browsers.mjs';
import {runNodeTests} from './tests/node-tests.mjs';
import {build, isNodeTest, nodeTestsIn, testCommand} from './tests/test-command.mjs';
import {runBrowserTests} from './tests/wtr.mjs';

const args = process.argv.slice(2);
const runnerArgs = args.filter((arg) => !isNodeTest(arg));
const nodeFiles = args.length ? args.filter(isNodeTest) : ['test/node', 'test/pages'].flatMap(nodeTestsIn);

await testCommand(async (total) => {
  const wanted = process.env.BROWSERS?.split(',').filter(Boolean);
  const {found, problems} = await ensureBrowsers(wanted);
  const names = Object.keys(found);
  for (const [name, why] of Object.entries(problems)) {
    // who develops without WebKitGTK may test in the others; CI, or who asked for it, may not
    if (wanted || process.env.CI || name === NAMES[0]) total.fail(`${name}: ${why}`);
    else {
      console.log(`skipped: ${name}: ${why}`);
      total.skipped++;
    }
  }

  if (names.length && (!args.length || runnerArgs.length)) {
    const tally = await runBrowserTests(names, runnerArgs);
    console.log(`In ${names.join(', ')}: ${tally}\n`);
    total.add(tally);
  }

  if (nodeFiles.length) {
    build();
    process.env.BROWSERS = names.join(',');
    // most of what they do is to wait for a browser
    const tally = await runNodeTests(nodeFiles, 2);
    console.log(`In Node: ${tally}\n`);
    total.add(tally);
  }
});
