import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {test} from 'node:test';

function compile(project) {
  const {status, stdout} = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout);
}

test('the published types say what test/types says of them', () => compile('test/types'));

test("the vendor's packages are, by their own types, what the opentok engine needs", () =>
  compile('test/types/opentok.tsconfig.json'));
