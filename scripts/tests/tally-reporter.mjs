// A reporter for @web/test-runner that also counts a file that could not be imported, reloaded the page, timed out, or
// had an unhandled rejection. The runner's own summary says "0 failed" for these.
import {writeFileSync} from 'node:fs';
import {Tally} from './tally.mjs';

const REJECTION = 'An error was thrown in a Promise outside a test.';

const testsOf = (suite) => [...(suite?.tests ?? []), ...(suite?.suites ?? []).flatMap(testsOf)];

function tallyOf({testResults, passed, logs}) {
  const tally = new Tally();
  for (const test of testsOf(testResults)) {
    tally[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed']++;
  }
  const rejected = logs.flat().some((text) => String(text).startsWith(REJECTION));
  if (!tally.failed && (!passed || rejected)) tally.failed = 1;
  return tally;
}

/** Writes the tally to `file` as JSON at the end of the run. */
export const tallyReporter = ({file}) => ({
  onTestRunFinished({sessions}) {
    const total = new Tally();
    for (const session of sessions) total.add(tallyOf(session));
    writeFileSync(file, JSON.stringify(total));
  },
});
