// npm test: finds or installs the browsers, runs test/**/*.test.ts in each of them, builds, and runs in Node: test/pages, in
// one process for each browser; test/pages/alone and test/node, in one for each file. The last line of output is
// 'N passed, N failed', followed by ', N skipped' if there were any.
//
//   npm test -- --files test/session/joining.test.ts  runs @web/test-runner with these arguments, and nothing else
//   npm test -- test/pages/demo.test.mjs              builds, and runs only these files in Node
//   BROWSERS=chromium,webkit npm test                 runs in these browsers only
import {NAMES, ensureBrowsers} from './browsers/browsers.mjs';
import {runNodeTests} from './tests/node-tests.mjs';
import {build, isNodeTest, nodeTestsIn, testCommand} from './tests/test-command.mjs';
import {runBrowserTests} from './tests/wtr.mjs';

const args = process.argv.slice(2);
const runnerArgs = args.filter((arg) => !isNodeTest(arg));
const filesIn = (browsers) => [
  ...browsers.map((name) => `scripts/tests/pages/in-${name}.mjs`),
  ...['test/pages/alone', 'test/node'].flatMap(nodeTestsIn),
];

await testCommand(async (total) => {
  const requested = process.env.BROWSERS?.split(',').filter(Boolean);
  const {found, problems} = await ensureBrowsers(requested);
  const names = Object.keys(found);
  for (const [name, problem] of Object.entries(problems)) {
    // Chromium is always required; the others are optional locally, unless requested
    if (requested || process.env.CI || name === NAMES[0]) total.fail(`${name}: ${problem}`);
    else {
      console.log(`skipped: ${name}: ${problem}`);
      total.skipped++;
    }
  }

  if (names.length && (!args.length || runnerArgs.length)) {
    const tally = await runBrowserTests(names, runnerArgs);
    console.log(`In ${names.join(', ')}: ${tally}\n`);
    total.add(tally);
  }

  const nodeFiles = args.length ? args.filter(isNodeTest) : filesIn(names);
  if (nodeFiles.length) {
    build();
    process.env.BROWSERS = names.join(',');
    // a process for each browser, and one for all else
    const tally = await runNodeTests(nodeFiles, names.length + 1);
    console.log(`In Node: ${tally}\n`);
    total.add(tally);
  }
});
