import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {test} from 'node:test';

test('the published types say what test/types says of them', () => {
  const {status, stdout} = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'test/types'], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout);
});
