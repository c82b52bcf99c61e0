// Counts in pages of all languages: translated pages, browsers of another language, directions of writing, screen readers.
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

/** What each count is compared with: the same text in the markup that an author would write for it. */
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
/** Two frames: what changed is drawn. */
const drawn = (tab) =>
  tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))));

inBrowsers('counts and languages', {pages}, ({name, open}) => {
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

  test('a page that was translated before has an unknown language, and not the translator’s', async (context) => {
    const tab = await open(context, '/already-translated');
    await allShown(tab);
    assert.deepEqual(await shown(tab), ['0 people are here']);
  });

  test('without a lang, text-one is for 1 alone, in plain digits, and one hint says so', async (context) => {
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

  if (name !== 'webkit')
    test('a phrase in text of another direction looks as it would in markup', async (context) => {
      const shot = async (path) => {
        const tab = await open(context, path);
        await allShown(tab);
        return Buffer.from(await tab.page.screenshot({captureBeyondViewport: false}));
      };
      const ours = await shot('/directions');
      assert.ok(ours.equals(await shot('/as-written')), 'as written');
      assert.ok(!ours.equals(await shot('/not-isolated')), 'not as text that runs together');
    });

  test('what a selection and innerText say of a count, and value', async (context) => {
    const tab = await open(context, '/text');
    await allShown(tab);
    const [innerText, selected, value] = await tab.evaluate(() => {
      const paragraph = document.querySelector('#p');
      getSelection().selectAllChildren(paragraph);
      return [paragraph.innerText, String(getSelection()), document.querySelector('ot-connection-count').value];
    });
    assert.equal(value, 3);
    // docs/languages.md says so
    if (name === 'chromium') assert.deepEqual([innerText, selected], Array(2).fill('Now there:  in all.'));
    if (name === 'firefox')
      assert.deepEqual([innerText, selected], ['Now there:  in all.', 'Now there: Live now in all.']);
  });

  if (name === 'chromium')
    test('screen readers find the phrase in the text around it', async (context) => {
      const tab = await open(context, '/text');
      await allShown(tab);
      const {children} = await tab.page.accessibility.snapshot({interestingOnly: false});
      const texts = [];
      (function collect({role, name: text, children: within = []}) {
        if (role === 'StaticText') texts.push(text);
        within.forEach(collect);
      })({children});
      assert.equal(texts.join(''), 'Now there: 3 people are here in all.');
    });

  test('images with the names of the document’s members hide no session, and stop no count', async (context) => {
    const tab = await open(context, '/clobbered');
    await allShown(tab);
    assert.deepEqual(await shown(tab), ['1 person is here']);
  });
});
