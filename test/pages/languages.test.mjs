// Counts in pages of all languages: translated pages, browsers in another language, writing directions, screen readers.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';
import {MODULE, RECORDER} from './room.mjs';

const html = (root, body, scripts = MODULE) => `<!doctype html><html ${root}><meta charset="utf-8"><title>Counts</title>
  <style>body {font: 20px/2 sans-serif; margin: 8px} p {margin: 0}</style>
  <script>${RECORDER}</script>${scripts}${body}</html>`;
const json = (body) => (query, context) => {
  context.type = 'json';
  return body;
};

const ENGLISH = 'text-one="{count} person is here" text-other="{count} people are here"';
const HEBREW = 'text-one="אדם אחד כאן" text-two="{count} אנשים כאן" text-other="{count} אנשים כאן"';
const english = (of, attributes = '') =>
  `<ot-connection-count src="/${of}" ${ENGLISH} ${attributes}>Live now</ot-connection-count>`;
const hebrew = (attributes = '') =>
  `<ot-connection-count src="/three" ${HEBREW} ${attributes}>Live now</ot-connection-count>`;

/** The reference for each count: the same text in ordinary markup. */
const written = (lang, dir, text) => `<bdi lang="${lang}" dir="${dir}">${text}</bdi>`;
const PARAGRAPHS = [
  ['lang="en"', (count) => `Now: ${count} (of 20).`, hebrew('lang="he"'), written('he', 'rtl', '3 אנשים כאן')],
  ['lang="he" dir="rtl"', (count) => `כעת: ${count} (מתוך 20).`, english('three', 'lang="en"'), written('en', 'ltr', '3 people are here')],
  ['lang="he" dir="rtl"', (count) => `כעת: ${count}, 20.`, hebrew(), written('he', 'rtl', '3 אנשים כאן')],
  ['lang="en"', (count) => `5 ${count} 5`, hebrew('lang="iw_IL"'), written('he', 'rtl', '3 אנשים כאן')],
  // without a language, in the direction of the text
  ['lang=""', (count) => `Now: ${count} (of 20).`, hebrew(), written('', 'auto', '3 אנשים כאן')],
  ['lang="en"', (count) => `Now: ${count}!`, hebrew('lang="he" max="2"'), written('he', 'rtl', '2+ אנשים כאן')],
]; // prettier-ignore
const paragraphs = (of) => PARAGRAPHS.map((each) => `<p ${each[0]}>${each[1](of(each))}</p>`).join('');

const pages = {
  '/zero': json('{"count": 0}'),
  '/three': json('{"count": 3}'),
  '/many': json('{"count": 1234}'),
  '/translated': () => html('lang="en"', english('zero')),
  '/already-translated': () => html('lang="fr" class="translated-ltr"', english('zero')),
  '/without-lang': () => html('', english('three') + english('zero') + english('many')),
  '/directions': () =>
    html(
      'lang="en"',
      paragraphs(([, , count]) => count),
    ),
  '/as-written': () =>
    html(
      'lang="en"',
      paragraphs(([, , , text]) => text),
      '',
    ),
  '/text': () => html('lang="en"', `<main><p id="p">Now <b>there</b>: ${english('three')} in all.</p></main>`),
  '/stream-that-breaks': (query, context) => {
    context.type = 'text/event-stream';
    return 'data: {"count": 3}\n\ndata: broken\n\n';
  },
  '/stale': () =>
    html('lang="en"', `<main><p>Now: ${english('stream-that-breaks', 'text-stale="(connection lost)"')}.</p></main>`),
  '/not-closed': () =>
    html('lang="en"', '<p>There are <ot-connection-count src="/three" /> people <b>here</b>.</p><p>More text.</p>'),
  '/clobbered': () =>
    html(
      'lang="en"',
      ['getElementById', 'documentElement', 'host', 'nodeType'].map((name) => `<img name="${name}" alt="">`).join('') +
        '<ot-session id="s" engine="local" session-id="clobbered"></ot-session>' +
        `<ot-connection-count for="s" announce ${ENGLISH}>Live now</ot-connection-count>`,
    ),
};

const shown = (tab) =>
  tab.evaluate(() =>
    [...document.querySelectorAll('ot-connection-count')].map(
      (count) => count.shadowRoot.querySelector('[part=count]')?.textContent,
    ),
  );
const allShown = (tab) =>
  tab.until(() =>
    [...document.querySelectorAll('ot-connection-count')].every((count) =>
      count.shadowRoot?.querySelector('[part=count]'),
    ),
  );
/** The text of the accessibility tree. */
async function attributeNamesOf(tab) {
  const texts = [];
  (function collect({role, name, children = []}) {
    if (role === 'StaticText') texts.push(name);
    children.forEach(collect);
  })(await tab.page.accessibility.snapshot({interestingOnly: false}));
  return texts.join('');
}
/** Resolves after two frames, when changes have been rendered. */
const drawn = (tab) =>
  tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))));

// WebKit's tabs are hidden here, and a hidden page sends no requests: test/elements covers WebKit
inBrowsers('counts and languages', {names: ['chromium', 'firefox'], pages}, ({name, open}) => {
  test('a page that a browser translates keeps its phrases', async (context) => {
    const tab = await open(context, '/translated');
    await allShown(tab);
    await tab.evaluate(() => {
      document.documentElement.lang = 'fr';
      document.documentElement.className = 'translated-ltr';
    });
    await drawn(tab);
    assert.deepEqual(await shown(tab), ['0 people are here']);
  });

  test('a page that was translated earlier has an unknown language, and not the translator’s', async (context) => {
    const tab = await open(context, '/already-translated');
    await allShown(tab);
    assert.deepEqual(await shown(tab), ['0 people are here']);
  });

  test('without a lang, text-one is for 1 only, in plain digits, and one hint says so', async (context) => {
    const tab = await open(context, '/without-lang');
    await allShown(tab);
    assert.deepEqual(await shown(tab), ['3 people are here', '0 people are here', '1234 people are here']);
    const [hint, ...others] = await tab.until(() => window.problems.length > 0 && window.problems);
    assert.match(hint, /its phrases have no lang/);
    assert.deepEqual(others, []);
  });

  if (name === 'chromium')
    for (const locale of ['ja-JP', 'ar-EG', 'fr-FR', 'pl-PL']) {
      test(`without a lang, the same in a browser whose language is ${locale}`, async (context) => {
        const tab = await open(context, '/without-lang', async (page) => {
          const devtools = await page.createCDPSession();
          await devtools.send('Emulation.setLocaleOverride', {locale});
        });
        assert.equal(await tab.evaluate(() => new Intl.NumberFormat().resolvedOptions().locale), locale);
        await allShown(tab);
        assert.deepEqual(await shown(tab), ['3 people are here', '0 people are here', '1234 people are here']);
      });
    }

  test('a phrase in text of another direction is displayed as it would be in markup', async (context) => {
    const shot = async (path) => {
      const tab = await open(context, path);
      await allShown(tab);
      return Buffer.from(await tab.page.screenshot({captureBeyondViewport: false}));
    };
    const ours = await shot('/directions');
    assert.ok(ours.equals(await shot('/as-written')), 'as written');
    assert.ok(!ours.equals(await shot('/not-isolated')), 'not as text that runs together');
  });

  test('a selection and innerText contain the documented text of a count, and value its number', async (context) => {
    const tab = await open(context, '/text');
    await allShown(tab);
    const [innerText, selected, value] = await tab.evaluate(() => {
      const paragraph = document.querySelector('#p');
      getSelection().selectAllChildren(paragraph);
      return [paragraph.innerText, String(getSelection()), document.querySelector('ot-connection-count').value];
    });
    assert.equal(value, 3);
    // docs/guides/languages.md says so
    if (name === 'chromium') assert.deepEqual([innerText, selected], Array(2).fill('Now there:  in all.'));
    else assert.deepEqual([innerText, selected], ['Now there:  in all.', 'Now there: Live now in all.']);
  });

  if (name === 'chromium')
    test('screen readers read the phrase within the surrounding text', async (context) => {
      const tab = await open(context, '/text');
      await allShown(tab);
      assert.equal(await attributeNamesOf(tab), 'Now there: 3 people are here in all.');
    });

  if (name === 'chromium')
    test('screen readers read that a number is stale', async (context) => {
      const tab = await open(context, '/stale');
      await tab.until(() => document.querySelector('ot-connection-count').matches(':state(stale)'));
      await drawn(tab);
      assert.equal(await attributeNamesOf(tab), 'Now: 3 people are here (connection lost).');
    });

  test('an unclosed count: one hint explains why the rest of the paragraph is missing', async (context) => {
    const tab = await open(context, '/not-closed');
    await allShown(tab);
    const [hint, ...others] = await tab.until(() => window.problems.length > 0 && window.problems);
    assert.match(hint, /HTML ignores this slash\. .* Write <ot-connection-count><\/ot-connection-count>/);
    assert.deepEqual(others, []);
  });

  test('images named after members of the document hide no session, and stop no count', async (context) => {
    const tab = await open(context, '/clobbered');
    await allShown(tab);
    assert.deepEqual(await shown(tab), ['1 person is here']);
  });
});
