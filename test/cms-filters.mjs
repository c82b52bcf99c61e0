// The markup of docs/guides/cms/, and the real packages with which a CMS filters it.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import rehypeParse from 'rehype-parse';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import sanitizeHtml from 'sanitize-html';
import {unified} from 'unified';
import xss from 'xss';
import {clean as cleanByXss} from '../docs/guides/cms/filters/js-xss.mjs';
import {clean as cleanByRehype} from '../docs/guides/cms/filters/rehype-sanitize.mjs';
import {clean as cleanBySanitizeHtml} from '../docs/guides/cms/filters/sanitize-html.mjs';

/** The blocks of HTML in one of the guides to CMSs. */
export const htmlIn = (file) =>
  [...readFileSync(`docs/guides/cms/${file}`, 'utf8').matchAll(/```html\n(.*?)```/gs)].map(([, html]) => html);

const [elements, data] = htmlIn('README.md');
/** The markup that the guides use, in both forms. */
export const MARKUP = {elements, data};

/** The result of each filter for the elements and the data- form: `live`, the `text` inside, or the `tags` as text. */
export const FILTERS = {
  'sanitize-html': {clean: (html) => sanitizeHtml(html), elements: 'text', data: 'text'},
  'sanitize-html, as in docs/guides/cms/filters/': {clean: cleanBySanitizeHtml, elements: 'text', data: 'live'},
  'rehype-sanitize': {
    clean: (html) =>
      String(unified().use(rehypeParse, {fragment: true}).use(rehypeSanitize).use(rehypeStringify).processSync(html)),
    elements: 'text',
    data: 'text',
  },
  'rehype-sanitize, as in docs/guides/cms/filters/': {clean: cleanByRehype, elements: 'text', data: 'live'},
  'js-xss': {clean: (html) => xss(html), elements: 'tags', data: 'text'},
  'js-xss, as in docs/guides/cms/filters/': {clean: cleanByXss, elements: 'tags', data: 'live'},
  'a mail program, which shows the text': {
    clean: (html) => sanitizeHtml(html, {allowedTags: [], allowedAttributes: {}}),
    elements: 'text',
    data: 'text',
  },
};

/** Asserts that of the filtered markup only the text remains. */
export function assertText(html) {
  assert.doesNotMatch(html, /ot-/);
  assert.equal(html.replace(/<\/?(div|span)( lang="en")?>/g, '').trim(), 'Live now');
}
