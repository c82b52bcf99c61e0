// Named elements take the place of a document's members, of a form's, and of what a window does not have: "DOM clobbering".
// Here they clobber all of these at once, whichever the package uses.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';
import {CLASSIC, MODULE, RECORDER} from './room.mjs';

/** Saved before the page's content is parsed, since the tests need the real ones. */
const BEFORE = `<script>
  ${RECORDER}
  window.find = Document.prototype.querySelector.bind(document);
  window.write = Document.prototype.write.bind(document);
  window.membersOf = (...classes) => [...new Set(classes.flatMap(({prototype}) => Object.getOwnPropertyNames(prototype)))];
  const ofDocument = membersOf(EventTarget, Node, Document, HTMLDocument);
  window.ofElement = membersOf(EventTarget, Node, Element, HTMLElement, HTMLFormElement);
  // names that Lit, the vendor's SDK and newer browsers use
  const ofWindow = [
    ...Object.getOwnPropertyNames(window),
    ...['litElementHydrateSupport', 'litElementPolyfillSupport', 'litElementVersions', 'litHtmlPolyfillSupport'],
    ...['litHtmlVersions', 'litPropertyMetadata', 'reactiveElementPolyfillSupport', 'reactiveElementVersions'],
    ...['OT', 'OTElements', 'ShadyCSS', 'requestIdleCallback', 'scheduler', 'trustedTypes', 'navigation', 'reportError'],
  ];
  window.images = [
    ...ofDocument.map((name) => '<img name="' + name + '">'),
    // two elements of one name form a collection
    ...ofWindow.map((name) => '<a id="' + name + '"></a>'),
  ].join('');
  window.fields = ofElement.map((name) => '<input type="hidden" name="' + name + '">').join('');
</script>`;

const POLISH = 'text-one="{count} osoba" text-few="{count} osoby" text-other="{count} osób"';

const page = (script) => (query) => `<!doctype html><html><meta charset="utf-8" /><title>Clobbered</title>
  ${BEFORE}
  <script>write(images)</script>
  ${script}
  <ot-session id="room" engine="local" session-id="${query.get('id')}" connect-on="${query.get('connect-on')}">
    <form style="display: contents"><script>write(fields)</script><p>Content</p></form>
  </ot-session>
  <form lang="pl" style="display: contents">
    <script>write(fields)</script>
    <ot-session engine="local" session-id="${query.get('id')}" connect-on="${query.get('connect-on')}"></ot-session>
    <ot-connection-count id="named" for="room" ${POLISH}>unknown</ot-connection-count>
    <div id="host" data-ot-session data-ot-engine="local" data-ot-session-id="${query.get('id')}">
      <span id="hosted" data-ot-connection-count>unknown</span>
    </div>
    <span id="naming" data-ot-connection-count data-ot-for="host">unknown</span>
    <ot-connection-count id="others" count="others" for="room" announce>unknown</ot-connection-count>
    <ot-connection-count id="asking" src="/five.json" announce>unknown</ot-connection-count>
  </form></html>`;

const pages = {
  '/module': page(MODULE),
  '/classic': page(CLASSIC),
  '/five.json': (query, context) => {
    context.type = 'json';
    return '{"count": 5}';
  },
};

inBrowsers('a page whose elements clobber all members of documents, forms and windows', {pages}, (browser) => {
  for (const [path, moment] of [
    ['/module', 'load'],
    ['/module', 'visible'],
    ['/module', 'idle'],
    ['/classic', 'load'],
  ]) {
    // WebKit's tabs are all hidden here: nothing is in view, and endpoints are not requested
    if (browser.name === 'webkit' && moment !== 'load') continue;
    test(`${path}, connect-on="${moment}": sessions join, and counts have their numbers`, async (context) => {
      const tab = await browser.open(
        context,
        `${path}?${new URLSearchParams({id: randomUUID(), 'connect-on': moment})}`,
      );
      const values = {'#named': 1, '#hosted > *': 1, '#naming > *': 1, '#others': 0};
      if (browser.name !== 'webkit') values['#asking'] = 5;
      for (const [selector, value] of Object.entries(values)) {
        await tab.until((which, wanted) => window.find(which)?.value === wanted, selector, value);
      }
      await tab.until(() => window.find('form > ot-session').state === 'connected');
      await tab.until(() => window.find('#named').shadowRoot.textContent.includes('1 osoba'));
      assert.deepEqual(await tab.problems(), []);
    });
  }

  test('a seeker that throws does not stop the next one', async (context) => {
    const tab = await browser.open(context, `/module?${new URLSearchParams({id: randomUUID(), 'connect-on': 'load'})}`);
    await tab.until(() => window.find('#named')?.value === 1);
    await tab.evaluate(() => {
      const {searches} = globalThis[Symbol.for('ot-elements.session-registry.1')];
      const others = [...searches];
      searches.clear();
      searches.add(() => {
        throw new Error('a seeker');
      });
      for (const search of others) searches.add(search);
      window.find('#room').id = 'elsewhere';
    });
    await tab.until(() => Number.isNaN(window.find('#named').value));
    assert.match((await tab.takeUncaught()).join(), /a seeker/);
  });
});
