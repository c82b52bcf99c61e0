import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {endWithParent} from '../system/end-with-parent.mjs';
import {Tally} from './tally.mjs';

/**
 * Runs a test command: on SIGHUP, SIGINT, and SIGTERM, ends the processes it has started; prints as its last line
 * 'N passed, N failed', followed by ', N skipped' if there were any.
 *
 * @param body is called with the tally to add to; an error it throws counts as a failure
 */
export async function testCommand(body) {
  // listeners of 'exit' end the processes that have been started
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

/** The Node test files in a folder. */
export function nodeTestsIn(dir) {
  return readdirSync(dir)
    .filter(isNodeTest)
    .map((name) => join(dir, name));
}

/** Builds the package: the Node tests run against what is published. */
export function build() {
  const {status} = spawnSync(process.execPath, ['scripts/build.mjs'], {stdio: 'inherit'});
  if (status !== 0) throw new Error('The build failed.');
}
