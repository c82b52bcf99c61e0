// The package as it is published, imported by name in Node, where there is no document.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {access, readFile, readdir} from 'node:fs/promises';
import {describe, test} from 'node:test';
import {promisify} from 'node:util';

const {default: manifest} = await import('ot-elements/package.json', {with: {type: 'json'}});
const entries = Object.entries(manifest.exports).map(([path, target]) => [path.replace('.', manifest.name), target]);
const modules = entries.filter(([, target]) => typeof target !== 'string');

const definedBy = {
  'ot-elements/auto': ['ot-session', 'ot-connection-count'],
  'ot-elements/define': ['ot-session', 'ot-connection-count'],
  'ot-elements/ot-session/define': ['ot-session'],
  'ot-elements/ot-connection-count/define': ['ot-connection-count'],
};

/** What a module does when a new Node process imports it: the elements it defines, the names it exports. */
async function imported(specifier) {
  const script = `
    const module = await import('${specifier}');
    const {customElements, window} = globalThis;
    const defined = ['ot-session', 'ot-connection-count'].filter((tag) => customElements?.get(tag));
    console.log(JSON.stringify({defined, names: Object.keys(module), hasWindow: window !== undefined}));`;
  const node = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  return JSON.parse((await node).stdout);
}

describe('the exports', () => {
  for (const [specifier, target] of modules) {
    test(`${specifier} can be imported in Node, without a window (pitfall 17)`, async () => {
      const {defined, hasWindow} = await imported(specifier);
      assert.deepEqual(defined, definedBy[specifier] ?? []);
      assert.ok(!hasWindow, 'it made up a window');
    });

    test(`${specifier} has types`, () => access(target.types));

    test(`${specifier} is listed as having side effects only if it defines elements`, () => {
      const patterns = manifest.sideEffects.map((pattern) => new RegExp(`^${pattern.replaceAll('*', '[^/]*')}$`));
      assert.equal(
        patterns.some((pattern) => pattern.test(target.default)),
        specifier in definedBy,
      );
    });
  }

  test('the main one exports the elements, the model and the registry of engines', async () => {
    const {names} = await imported('ot-elements');
    const expected = ['OTConnectionCountElement', 'OTSessionElement', 'Session', 'initSession', 'registerEngine'];
    assert.deepEqual(
      expected.filter((name) => !names.includes(name)),
      [],
    );
  });

  test('the elements’ manifest is exported', async () => {
    const {default: elements} = await import('ot-elements/custom-elements.json', {with: {type: 'json'}});
    const tags = elements.modules.flatMap(({exports}) =>
      exports.filter(({kind}) => kind === 'custom-element-definition').map(({name}) => name),
    );
    assert.deepEqual(tags.sort(), ['ot-connection-count', 'ot-session']);
  });
});

describe('what a CDN serves', () => {
  test('is where package.json says', () => Promise.all([access(manifest.unpkg), access(manifest.jsdelivr)]));

  test('is self-contained: files import only others in the same folder', async () => {
    const importsOf = async (name) =>
      [...(await readFile(`cdn/${name}`, 'utf8')).matchAll(/(?:from|\bimport\(?)\s*["']([\w@./-]+)["']/g)].map(
        ([, specifier]) => specifier,
      );
    const parts = (await readdir('cdn')).filter((name) => name.endsWith('.js') && name !== 'ot-elements.js');
    // what is larger than all the rest is not in the classic script
    const ofParts = {'join.js': ['./request-credentials.js'], 'ot-elements.classic.js': ['./engine-xmpp.js']};
    for (const part of parts) assert.deepEqual(await importsOf(part), ofParts[part] ?? [], part);
    const imported = [...(await importsOf('ot-elements.js')), ...ofParts['join.js']];
    assert.deepEqual(
      imported.map((specifier) => specifier.replace('./', '')).sort(),
      parts.filter((part) => part !== 'ot-elements.classic.js').sort(),
    );
  });
});
