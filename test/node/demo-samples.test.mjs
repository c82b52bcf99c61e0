// The code samples on the demo's pages.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {PAGES} from '../pages/demo-page.mjs';

/** The code samples of a page, as text. */
const samplesOf = (page) =>
  [...page.matchAll(/<pre><code>(.*?)<\/code><\/pre>/gs)].map(([, code]) =>
    code.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  );

for (const page of PAGES) {
  test(`${page}: its code samples can be copied, and say the language of their phrases`, () => {
    for (const sample of samplesOf(readFileSync(`demo/${page}`, 'utf8'))) {
      assert.doesNotMatch(sample, /\.ts\b|\.\.\/src/);
      if (sample.includes('connection-count')) assert.match(sample, /\blang="/);
    }
  });
}
