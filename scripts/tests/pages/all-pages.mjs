// All of test/pages in the browser in BROWSERS, in one process, so that it is started once. A module for each browser imports
// this one, since node:test takes files, not arguments.
import {test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {suitesDescribed} from '../../../test/pages/in-browsers.mjs';
import {nodeTestsIn} from '../test-command.mjs';

for (const file of nodeTestsIn('test/pages')) {
  const before = suitesDescribed();
  await import(pathToFileURL(file).href);
  if (suitesDescribed() === before) test(`${file} calls inBrowsers()`, () => Promise.reject(new Error('It does not.')));
}
