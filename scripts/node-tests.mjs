import {resolve} from 'node:path';
import {run} from 'node:test';
import {spec} from 'node:test/reporters';
import {Tally} from './tally.mjs';

/**
 * Runs test files of node:test, each in a process of its own, and prints what it does.
 *
 * @param concurrency how many files at a time; one where they share a server, or compare times
 */
export async function runNodeTests(paths, concurrency = 1) {
  const files = paths.map((path) => resolve(path));
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('exit', stop);

  const tally = new Tally();
  const untested = new Set(files);
  const tests = run({files, concurrency, timeout: 600_000, signal: stopping.signal});
  // a file without a test is reported as one that passed
  const isFile = ({name, file}) => files.includes(resolve(name)) || name === file;
  tests.on('test:pass', (event) => {
    if (isFile(event) || event.details.type === 'suite') return;
    untested.delete(event.file);
    tally[event.skip === undefined && event.todo === undefined ? 'passed' : 'skipped']++;
  });
  tests.on('test:fail', (event) => {
    untested.delete(event.file ?? resolve(event.name));
    // what fails only because something in it did has been counted already
    if (event.details.error?.failureType !== 'subtestsFailed') tally.failed++;
  });
  await new Promise((end, fail) => tests.compose(new spec()).on('error', fail).on('end', end).pipe(process.stdout));

  for (const file of untested) console.log(`FAILED: no test in ${file}`);
  tally.failed += untested.size;
  process.off('exit', stop);
  return tally;
}
