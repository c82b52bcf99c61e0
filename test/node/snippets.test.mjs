// What authors copy: the HTML in README.md and docs/, and in the elements' own documentation.
import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {test} from 'node:test';

const docs = readdirSync('docs', {recursive: true})
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);
const snippets = ['README.md', ...docs, 'custom-elements.json'].flatMap((file) => {
  const text = readFileSync(file, 'utf8').replaceAll('\\n', '\n').replaceAll('\\"', '"');
  return [...text.matchAll(/```html\n(.*?)```/gs)].map(([, html]) => ({file, html}));
});

test('phrases specify their language', () => {
  const withPhrases = snippets.filter(({html}) => /text-(one|two|few|many|other)="/.test(html));
  assert.ok(withPhrases.length > 7);
  for (const {file, html} of withPhrases) assert.match(html, /\blang="[a-z]/, `${file}:\n${html}`);
});
