// A reporter for @web/test-runner that counts truthfully: its own summary says "0 failed" of a file that could not be
// imported, that reloaded the page or that hung.
import {writeFileSync} from 'node:fs';
import {Tally} from './tally.mjs';

const testsOf = (suite) => [...(suite?.tests ?? []), ...(suite?.suites ?? []).flatMap(testsOf)];

function tallyOf(session) {
  const tally = new Tally();
  for (const test of testsOf(session.testResults)) {
    tally[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed']++;
  }
  if (!session.passed && !tally.failed) tally.failed = 1;
  return tally;
}

/** Writes the tally to `file` as JSON when the run ends. */
export const tallyReporter = ({file}) => ({
  onTestRunFinished({sessions}) {
    const total = new Tally();
    for (const session of sessions) total.add(tallyOf(session));
    writeFileSync(file, JSON.stringify(total));
  },
});
