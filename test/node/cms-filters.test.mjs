// What CMSs keep of the markup. test/pages/cms.test.mjs opens it in a page.
import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {FILTERS, MARKUP, assertText} from '../cms-filters.mjs';

describe('markup in a CMS', () => {
  for (const [filter, {clean, ...expected}] of Object.entries(FILTERS)) {
    for (const [form, markup] of Object.entries(MARKUP)) {
      if (expected[form] === 'live') continue;
      test(`${filter}: it keeps this of the ${form} form: ${expected[form]}`, () => {
        const html = clean(markup);
        if (expected[form] === 'text') assertText(html);
        else assert.match(html, /^&lt;ot-session/);
      });
    }
  }
});
