// What authors write, in posts and widgets, and visitors read.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {test} from 'node:test';
import {inWordPress, shows} from './in-wordpress.mjs';

const PHRASES = 'text-one="{count} person is here" text-other="{count} people are here"';
const COUNT = `<ot-connection-count ${PHRASES}>Live now</ot-connection-count>`;

const shortcodes = (id, separator = '_') =>
  `[ot_session engine="local" session${separator}id="${id}"][ot_connection_count ${PHRASES.replaceAll('text-', `text${separator}`)}]Live now[/ot_connection_count][/ot_session]`;

const blocks = (id) => `<!-- wp:ot-elements/session {"session-id":"${id}","engine":"local"} -->
<!-- wp:paragraph --><p>In our lobby:</p><!-- /wp:paragraph -->
<!-- wp:ot-elements/connection-count {"fallback":"Live now","text-one":"{count} person is here","text-other":"{count} people are here"} /-->
<!-- /wp:ot-elements/session -->`;

const dataForm = (id) =>
  `<div data-ot-session data-ot-engine="local" data-ot-session-id="${id}"><span data-ot-connection-count data-ot-text-one="{count} person is here" data-ot-text-other="{count} people are here">Live now</span></div>`;

const elements = (id) => `<ot-session engine="local" session-id="${id}">${COUNT}</ot-session>`;

/** The markup, and its author. */
const POSTS = {
  'the elements, by an administrator': ['admin', elements],
  'the elements, by an author': ['author', elements],
  'the data- form, by an author': ['author', dataForm],
  'shortcodes, by an author': ['author', shortcodes],
  'shortcodes with hyphens': ['author', (id) => shortcodes(id, '-')],
  'shortcodes in a sentence': ['author', (id) => `<p>Just now ${shortcodes(id)} in our lobby.</p>`],
  'the blocks, by an author': ['author', blocks],
};

inWordPress('posts', {installed: true}, ({site, open, publish}) => {
  /** Opens a page in two tabs of a visitor, which both display 2. */
  async function twoSeeTwo(context, url) {
    const first = await open(context, url);
    await shows(first, '1 person is here');
    const second = await open(context, url);
    await Promise.all([first, second].map((tab) => shows(tab, '2 people are here')));
    return first;
  }

  for (const [what, [user, markup]] of Object.entries(POSTS)) {
    test(`${what}: two visitors see 2`, async (context) => {
      await twoSeeTwo(context, await publish(user, markup(randomUUID())));
    });
  }

  test('the script is a module, and is included once', async (context) => {
    const tab = await open(context, await publish('author', elements('one')));
    const scripts = await tab.evaluate(() =>
      [...document.querySelectorAll('script[src*=ot-elements]')].map(({type, src}) => [type, new URL(src).pathname]),
    );
    assert.equal(scripts.length, 1);
    assert.equal(scripts[0][0], 'module');
    assert.match(scripts[0][1], /^\/wp-content\/plugins\/ot-elements\/assets\/[\d.]+\/ot-elements\.js$/);
  });

  test('a single element in a post is as wide as its text, and in its place', async (context) => {
    const paragraph = '<!-- wp:paragraph --><p id="text">Text</p><!-- /wp:paragraph -->';
    const html = (content) => `<!-- wp:html -->${content}<!-- /wp:html -->`;
    const tab = await open(context, await publish('author', `${paragraph}${html(elements('alone'))}${html(COUNT)}`));
    const lefts = await tab.evaluate(() =>
      ['#text', 'ot-session', '.entry-content > ot-connection-count'].map(
        (selector) => document.querySelector(selector).getBoundingClientRect().left,
      ),
    );
    assert.ok(lefts[0] > 0);
    assert.deepEqual(lefts, Array(3).fill(lefts[0]));
  });

  test('widgets: a block, and a shortcode in a text widget', async (context) => {
    const use = async (theme) => {
      await site().php('-r', `require 'wp-load.php'; switch_theme('${theme}');`);
      await fetch(site().origin); // the first page moves the widgets
    };
    await use('twentytwentyone');
    context.after(() => use('twentytwentythree')); // has no widgets
    const url = await publish('author', 'A post without a count');
    /** Makes this the theme's only widget, as the widgets screen does: the widget, then its place. */
    const place = async (widget) => {
      const admin = (method, body) => ({user: 'admin', method, body});
      const {body: made} = await site().request('wp/v2/widgets', admin('POST', {sidebar: 'sidebar-1', ...widget}));
      const answer = await site().request('wp/v2/sidebars/sidebar-1', admin('PUT', {widgets: [made.id]}));
      assert.deepEqual(answer.body.widgets, [made.id]);
    };
    await place({id_base: 'block', instance: {raw: {content: blocks(randomUUID())}}});
    await twoSeeTwo(context, url);
    await place({id_base: 'text', instance: {raw: {text: shortcodes(randomUUID()), filter: true, visual: true}}});
    await twoSeeTwo(context, url);
  });

  test('PHP reports nothing about the plugin', async () => {
    assert.deepEqual(
      (await site().log()).filter((line) => line.includes('ot-elements')),
      [],
    );
  });
});
