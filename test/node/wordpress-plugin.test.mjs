// The WordPress plugin as it is built, without a WordPress: that is test/wordpress.
import {unzipSync} from 'fflate';
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {readFileSync, readdirSync} from 'node:fs';
import {describe, test} from 'node:test';
import {promisify} from 'node:util';
import {runInNewContext} from 'node:vm';

const PLUGIN = 'integrations/wordpress/ot-elements';
const read = (name) => readFileSync(`${PLUGIN}/${name}`, 'utf8');
const {version} = JSON.parse(readFileSync('package.json', 'utf8'));

/** Attributes that an author without scripting rights cannot write in WordPress, and why. */
const LEFT_OUT = {
  // a token would be public, and visitors' tokens would be sent to a service of an author's choice
  'ot-session': ['token', 'service'],
  'ot-connection-count': [],
};

describe('the WordPress plugin', () => {
  test('has the version of the package', () => {
    assert.ok(read('ot-elements.php').includes(` * Version:           ${version}\n`));
    assert.ok(read('ot-elements.php').includes(`const OT_ELEMENTS_VERSION = '${version}';`));
    assert.ok(read('readme.txt').includes(`Stable tag: ${version}\n`));
    assert.ok(read('readme.txt').includes(`= ${version} =\n`));
  });

  test('lists each attribute of the elements, so that a new one requires a decision on whether authors may use it', () => {
    const {modules} = JSON.parse(readFileSync('custom-elements.json', 'utf8'));
    const elements = modules.flatMap(({declarations}) => declarations).filter(({tagName}) => tagName);
    for (const {tagName, attributes} of elements) {
      const [, list] = new RegExp(`'${tagName}' +=> array\\(([^)]*)\\)`).exec(read('includes/elements.php'));
      const allowed = list.match(/[\w-]+/g);
      const names = attributes.map(({name}) => name);
      assert.deepEqual([...allowed, ...LEFT_OUT[tagName]].sort(), names.sort(), tagName);
    }
  });

  test('offers the plural forms of the site’s language in the editor, in every spelling of WordPress', () => {
    const element = {createElement: (type, props, ...children) => ({type, props, children}), useRef: () => ({})};
    const offered = (language) => {
      const forms = {};
      const registerBlockType = (name, {edit}) => (forms[name] = edit);
      const wp = {
        blockEditor: {InnerBlocks: {}, useBlockProps: () => ({})},
        blocks: {registerBlockType},
        components: {},
        element: {...element, useEffect() {}},
        i18n: {__: (text) => text},
      };
      runInNewContext(read('blocks/editor.js'), {window: {wp, otElements: {script: '', language}}, Intl, Object});
      const rendered = JSON.stringify(forms['ot-elements/connection-count']({attributes: {}, setAttributes() {}}));
      return rendered.match(/"key":"text-\w+"/g).map((key) => /text-(\w+)/.exec(key)[1]);
    };
    assert.deepEqual(offered('en-US'), ['zero', 'one', 'other']);
    assert.deepEqual(offered('pl-PL'), ['zero', 'one', 'few', 'many', 'other']);
    assert.deepEqual(offered('bel'), ['zero', 'one', 'few', 'many', 'other']);
    assert.deepEqual(offered('pt-PT-ao90'), offered('pt-PT'));
    assert.deepEqual(offered('de-DE-formal'), offered('de'));
    // which Intl does not know, and would treat as the browser's language
    assert.deepEqual(offered('me-ME'), ['zero', 'one', 'other']);
  });

  test('lists its texts for translators', async () => {
    await promisify(execFile)(process.execPath, ['scripts/wordpress-pot.mjs', '--check']);
  });

  test('is one zip that contains the scripts that pages load', () => {
    const names = Object.keys(unzipSync(readFileSync(`${PLUGIN}.zip`)));
    const scripts = readdirSync('cdn').filter((name) => !name.includes('.classic.'));
    const expected = ['LICENSE', 'ot-elements.php', 'readme.txt', 'uninstall.php', 'includes/elements.php'];
    for (const name of [...expected, ...scripts.map((script) => `assets/${version}/${script}`)]) {
      assert.ok(names.includes(`ot-elements/${name}`), name);
    }
    assert.ok(names.every((name) => name.startsWith('ot-elements/')));
  });
});
