// The documents name files that exist.
import assert from 'node:assert/strict';
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {test} from 'node:test';

const documents = [...readdirSync('.'), ...readdirSync('docs', {recursive: true}).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md'),
);

/** The paths in code spans that begin with one of the repository's folders; a `*` or `<name>` stands for any name. */
const pathsIn = (text) =>
  [...text.matchAll(/`((?:bench|demo|docs|integrations|scripts|src|test)\/[^`\s]*)`/g)]
    .map(([, path]) => path)
    .filter((path) => !/[*<…]/.test(path));

test('every file of the repository that a document names is there', () => {
  const named = documents.flatMap((document) =>
    pathsIn(readFileSync(document, 'utf8')).map((path) => ({document, path})),
  );
  assert.ok(named.length > 60, `${named.length} paths`);
  assert.deepEqual(
    named.filter(({path}) => !existsSync(path)),
    [],
  );
});
