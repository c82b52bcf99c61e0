// From dist/, with Lit inside and minified, for pages without a build:
//   cdn/ot-elements.js          the ES module; it defines both elements, upgrades markup that asks for them by `data-`
//                               attributes, and exports all that the package does
//   cdn/engine-<name>.js        the engines, each loaded by that module when a session is about to connect over it
//   cdn/join.js                 what joins a session, loaded with the engine
//   cdn/<module>.js             what few pages need, loaded when an attribute asks for it
//   cdn/ot-elements.classic.js  all of it as one classic script; its exports are the properties of OTElements. Only
//                               engine-xmpp.js stays apart, since it is larger than all the rest
//
// These names have no hash, since the package's version is in a CDN's address already. These files import nothing
// but others by `import()`, and least of all ot-elements.js: a page may have loaded that as ot-elements.js?ver=1, or through
// a redirect, and the browser would load and run it a second time under its other address. The price is a second copy of what both need, a few hundred
// bytes: classes without state, told apart by no one.
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import {readdirSync, readFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';

/** Built into dist/, from a library. */
const STROPHE = 'dist/engines/xmpp/strophe.js';

/** The modules of dist/ that others load by `import()`, and what they are called in cdn/. */
const parts = new Map(
  readdirSync('dist', {recursive: true})
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) =>
      [...readFileSync(join('dist', file), 'utf8').matchAll(/\bimport\('(\..+?)'\)/g)].map(([, specifier]) =>
        join('dist', dirname(file), specifier),
      ),
    )
    // a part of the engine that loads it
    .filter((file) => file !== STROPHE)
    .map((file) => [file, partName(file)]),
);

function partName(file) {
  return basename(file).replace(/^(.+)-engine\.js$/, 'engine-$1.js');
}

/** Its own module, so that none of the package's entries has to be two things. */
const cdnEntry = (...entries) => ({
  name: 'cdn-entry',
  resolveId: (id) => (id === 'cdn-entry' ? id : null),
  load: (id) =>
    id === 'cdn-entry'
      ? `export * from './dist/index.js';${entries.map((entry) => `import './dist/${entry}.js';`).join('')}`
      : null,
});

/** A classic script has no `import.meta`; `document.currentScript` is what it is known by. */
const noImportMeta = {name: 'no-import-meta', resolveImportMeta: () => 'undefined'};

const partsApart = {
  name: 'parts-apart',
  resolveDynamicImport: (specifier) =>
    basename(specifier) === basename(STROPHE) ? null : {id: `./${partName(specifier)}`, external: 'relative'},
};

/** In the classic script, too: an `import()` there is relative to the script's own address. */
const libraryApart = {
  name: 'library-apart',
  resolveDynamicImport: (specifier) =>
    specifier.endsWith('/xmpp-engine.js') ? {id: `./${partName(specifier)}`, external: 'relative'} : null,
};

/** Of Lit only ReactiveElement is used; the rest of it would stay, since its modules register their versions. */
const treeshake = {moduleSideEffects: (id) => !/lit-(html|element)/.test(id)};

const plugins = [
  resolve({exportConditions: ['production', 'browser']}),
  // nobody here calls `new` on a function, or asks for its length
  terser({
    ecma: 2022,
    compress: {passes: 3, inline: 1, keep_fargs: false, unsafe_arrows: true},
    format: {comments: /^!/},
  }),
];
const notice = '/*! ot-elements, MIT license.';
// asked for by Lit's licence
const banner = `${notice} Contains Lit, copyright Google LLC, BSD-3-Clause license. */`;
const stropheNotice = 'Contains Strophe.js, copyright Collecta, Inc. and its contributors, MIT license.';

const entryModule = (...entries) => ({
  input: 'cdn-entry',
  treeshake,
  plugins: [cdnEntry(...entries), partsApart, ...plugins],
  output: {file: 'cdn/ot-elements.js', format: 'es', banner},
});

/** What the elements alone would take, for scripts/size.mjs: no page loads it. */
export const elementsAlone = entryModule('define');

export default [
  {
    input: STROPHE,
    plugins: [resolve({exportConditions: ['production', 'browser']})],
    output: {file: STROPHE, format: 'es', banner: `/*! ${stropheNotice} */`},
  },
  entryModule('auto'),
  {
    input: 'cdn-entry',
    treeshake,
    plugins: [cdnEntry('auto'), libraryApart, noImportMeta, ...plugins],
    output: {
      file: 'cdn/ot-elements.classic.js',
      format: 'iife',
      name: 'OTElements',
      inlineDynamicImports: true,
      banner,
    },
  },
  ...[...parts].map(([input, name]) => ({
    input,
    plugins: [partsApart, ...plugins],
    output: {
      file: `cdn/${name}`,
      format: 'es',
      inlineDynamicImports: true,
      banner: name === 'engine-xmpp.js' ? `${notice} ${stropheNotice} */` : `${notice} */`,
    },
  })),
];
