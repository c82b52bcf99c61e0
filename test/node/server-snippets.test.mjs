// The code of README.md and docs/ that is not for a page. test/pages/snippets.test.mjs has the others.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {basename} from 'node:path';
import {describe, test} from 'node:test';
import {promisify} from 'node:util';
import {isInNode, snippets} from '../snippets.mjs';

/** Of the guide to frameworks; test/pages/alone/frameworks.test.mjs compiles and runs them. */
const IN_FRAMEWORKS = ['javascript', 'jsx', 'mjs', 'svelte', 'ts', 'tsx', 'typescript', 'vue'];

test('TypeScript, JSX, and templates are in the guide to frameworks, whose test runs them', () => {
  const others = snippets.filter(({language}) => IN_FRAMEWORKS.includes(language));
  assert.deepEqual([...new Set(others.map(({file}) => basename(file)))], ['frameworks.md']);
});

describe('a snippet for a server', () => {
  for (const {file, line, code} of snippets.filter((snippet) => snippet.runs && isInNode(snippet))) {
    test(`${file}:${line}`, async () => {
      await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], {
        env: {...process.env, OT_SECRET: 'secret'},
      });
    });
  }
});
