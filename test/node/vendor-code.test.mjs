import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

test("the package contains none of the vendor's code", () => {
  const [{files}] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts']));
  assert.deepEqual(
    files.map(({path}) => path).filter((path) => /node_modules|\/opentok(\.min)?\.(js|d\.ts)$/.test(path)),
    [],
  );
  for (const {path} of files.filter(({path}) => /\.(js|ts)$/.test(path))) {
    const text = readFileSync(path, 'utf8');
    assert.ok(!/TokBox|declare namespace OT\b/.test(text), path);
  }
});
