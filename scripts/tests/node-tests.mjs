import {resolve} from 'node:path';
import {run} from 'node:test';
import {spec} from 'node:test/reporters';
import {Tally} from './tally.mjs';

/**
 * Runs test files of node:test, each in a process of its own, and prints what it does.
 *
 * @param concurrency how many files at a time; one where they compare times
 */
export async function runNodeTests(paths, concurrency = 1) {
  const files = paths.map((path) => resolve(path));
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('exit', stop);

  const tally = new Tally();
  const tests = run({files, concurrency, timeout: 600_000, signal: stopping.signal});
  tests.on('test:pass', ({name, details, skip, todo}) => {
    if (details.type === 'suite') return;
    // a file without a test is reported as a test that passed
    if (files.includes(name)) {
      console.log(`FAILED: no test in ${name}`);
      tally.failed++;
    } else tally[skip === undefined && todo === undefined ? 'passed' : 'skipped']++;
  });
  tests.on('test:fail', (event) => {
    // what fails only because something in it did has been counted already
    if (event.details.error?.failureType !== 'subtestsFailed') tally.failed++;
  });
  await new Promise((end, fail) => tests.compose(new spec()).on('error', fail).on('end', end).pipe(process.stdout));

  process.off('exit', stop);
  return tally;
}
