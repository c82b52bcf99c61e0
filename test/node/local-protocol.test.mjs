// docs/engines/local-protocol.md names, for each invariant, tests that exist.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

const [, invariants] = readFileSync('docs/engines/local-protocol.md', 'utf8').split('## Invariants');
const references = [...invariants.replace(/\s+/g, ' ').matchAll(/- `([^`]+)`: ((?:“[^”]*”(?:, )?)+)/g)].flatMap(
  ([, file, titles]) => [...titles.matchAll(/“([^”]*)”/g)].map(([, title]) => [file, title]),
);

test('the protocol of the local engine names existing tests', () => {
  assert.ok(references.length > 50, `${references.length} are found`);
  const missing = references.filter(([file, title]) => {
    const source = readFileSync(`test/${file}`, 'utf8');
    // “…” stands for a part that varies
    const parts = title.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return !new RegExp(`\\b(it|test)\\(\\s*['"\`].*${parts.join('.*')}`).test(source);
  });
  assert.deepEqual(missing, []);
});
