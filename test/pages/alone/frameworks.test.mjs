// Every attribute, property and event of the elements in frameworks' templates, and what docs/guides/frameworks.md says of
// them: compiled and bundled as pages are, with the package as npm installs it.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {before, test} from 'node:test';
import {installPackage} from '../../../scripts/tests/installed-package.mjs';
import {frameworks} from '../../frameworks/frameworks.mjs';
import {inBrowsers} from '../in-browsers.mjs';

const FOLDER = 'test/frameworks';
const names = Object.keys(frameworks);

before(() => {
  installPackage(FOLDER);
  execFileSync(process.execPath, ['build.mjs'], {cwd: FOLDER, stdio: 'inherit'});
});

test('the snippets for frameworks match their types', () => {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    jsx: 'react-jsx',
    experimentalDecorators: true,
    types: [],
  };
  writeFileSync(`${FOLDER}/out/docs/tsconfig.json`, JSON.stringify({compilerOptions, include: ['*.ts', '*.tsx']}));
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '--project', `${FOLDER}/out/docs`], {stdio: 'inherit'});
});

const pages = {
  '/template': () => '<!doctype html><html lang="en"><title>A framework</title><main></main></html>',
  '/session': (query, context) => {
    assert.equal(context.method, 'POST');
    context.type = 'json';
    return JSON.stringify({sessionId: context.get('referer')});
  },
};

inBrowsers('a template', {names: ['chromium', 'firefox'], pages}, ({open}) => {
  for (const framework of names) {
    test(`of ${framework} reaches every attribute, property and event`, async (context) => {
      const tab = await open(context, '/template');
      const {missed, checked} = await tab.evaluate(async (name) => {
        const folder = '/test/frameworks/out';
        const {heard, rounds, rows} = await import(`${folder}/values.js`);
        const {start} = await import(`${folder}/table/${name}.js`);
        // some of the values lead to attempts to join, and to requests, which are not of interest here
        addEventListener('error', (event) => event.preventDefault(), {capture: true});
        const missed = [];
        let checked = 0;
        const check = (element, values, round) => {
          const index = Number(element.dataset.row);
          const {tag, form, name, property} = rows[index];
          const missing = (what) => missed.push(`${tag} ${form} ${name}, round ${round}: ${what}`);
          checked++;
          if (form === 'event') {
            heard.length = 0;
            element.dispatchEvent(new CustomEvent(name, {cancelable: true}));
            if (heard.join() !== String(index)) missing(`heard ${heard.length} times`);
            return;
          }
          // a text in the template stays as it is
          const value = form === 'literal' ? rounds[0][index] : values[index];
          // without a value, it is as on a new element
          const expected = value ?? document.createElement(tag)[property];
          if (!Object.is(element[property], expected)) missing(`${element[property]} instead of ${expected}`);
        };
        let update;
        for (const [round, values] of rounds.entries()) {
          if (update) await update(values);
          else update = await start(document.querySelector('main'), values);
          for (const element of document.querySelectorAll('[data-row]')) check(element, values, round);
        }
        return {missed, checked: checked / rounds.length - rows.length};
      }, framework);
      assert.deepEqual(missed, []);
      assert.ok(checked >= 0, `${-checked} rows had no element`);
    });

    test(`of ${framework} as in docs/guides/frameworks.md joins, counts, and fires events`, async (context) => {
      const said = [];
      const tab = await open(context, `/template?${framework}`, (page) =>
        page.on('console', (message) => said.push(message.text())),
      );
      await tab.evaluate(async (name) => {
        const {start} = await import(`/test/frameworks/out/docs/${name}.js`);
        await start(document.querySelector('main'));
      }, framework);
      await tab.counts(1);
      const text = () =>
        document.querySelector('ot-connection-count').shadowRoot.querySelector('[part=count]')?.textContent;
      assert.equal(await tab.until(text), '1 person is here');
      assert.deepEqual(
        said.filter((line) => !line.startsWith('Failed to load resource')),
        [`${await tab.own()} is here`],
      );
    });
  }
});
