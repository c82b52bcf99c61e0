import {resolve as resolvePath} from 'node:path';
import {run} from 'node:test';
import {spec} from 'node:test/reporters';
import {Tally} from './tally.mjs';

/**
 * Runs node:test files, each in its own process, and prints the results.
 *
 * @param concurrency how many files run at a time; must be 1 if they compare times
 */
export async function runNodeTests(paths, concurrency = 1) {
  const files = paths.map((path) => resolvePath(path));
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once('exit', stop);

  const tally = new Tally();
  const tests = run({files, concurrency, timeout: 3_600_000, signal: controller.signal});
  tests.on('test:pass', ({name, details, skip, todo}) => {
    if (details.type === 'suite') return;
    // a file without tests is reported as a passing test
    if (files.includes(name)) {
      console.log(`FAILED: no test in ${name}`);
      tally.failed++;
    } else tally[skip === undefined && todo === undefined ? 'passed' : 'skipped']++;
  });
  tests.on('test:fail', (event) => {
    // a test that fails only because of its subtests is not counted again
    if (event.details.error?.failureType !== 'subtestsFailed') tally.failed++;
  });
  await new Promise((resolve, reject) =>
    tests.compose(new spec()).on('error', reject).on('end', resolve).pipe(process.stdout),
  );

  process.off('exit', stop);
  return tally;
}
