import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {test} from 'node:test';

function compile(project) {
  const {status, stdout} = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout);
}

test('the published types match test/types', () => compile('test/types'));

test("the types of the vendor's packages are what the opentok engine needs", () =>
  compile('test/types/opentok.tsconfig.json'));
