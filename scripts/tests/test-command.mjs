import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {endWithParent} from '../system/end-with-parent.mjs';
import {Tally} from './tally.mjs';

/**
 * The frame of a command that tests: it ends what it has started when it is told to end, and its last line is 'N passed,
 * N failed', with ', N skipped' if there were any.
 *
 * @param body is given the tally, to add to; what it throws counts as a failure
 */
export async function testCommand(body) {
  // so that what was started is ended, by the listeners of 'exit'
  for (const [signal, code] of Object.entries({SIGHUP: 129, SIGINT: 130, SIGTERM: 143})) {
    process.once(signal, () => process.exit(code));
  }
  endWithParent();

  const total = new Tally();
  await body(total).catch((error) => total.fail(error));
  console.log(String(total));
  process.exitCode = total.failed || !total.passed ? 1 : 0;
}

export const isNodeTest = (path) => path.endsWith('.test.mjs');

/** The tests for Node in a folder. */
export function nodeTestsIn(dir) {
  return readdirSync(dir)
    .filter(isNodeTest)
    .map((name) => join(dir, name));
}

/** Builds what is published, which is what tests in Node test. */
export function build() {
  const {status} = spawnSync(process.execPath, ['scripts/build.mjs'], {stdio: 'inherit'});
  if (status !== 0) throw new Error('the build');
}
