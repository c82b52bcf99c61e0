// Bundles dist/ with Lit, minified, for pages without a build step:
//   cdn/ot-elements.js          the ES module: defines both elements, upgrades `data-` markup, and exports all that
//                               the package exports
//   cdn/engine-<name>.js        an engine, loaded when a session is about to connect with it
//   cdn/join.js                 the code that joins a session, loaded together with the engine
//   cdn/<module>.js             features that few pages need, loaded when an attribute requires them
//   cdn/ot-elements.classic.js  all of the above as one classic script, with the exports as properties of OTElements;
//                               except engine-xmpp.js, which is larger than everything else together
//
// File names have no hash, since a CDN's URL contains the package's version. Files load one another only with
// `import()`, and none loads ot-elements.js: if the page has loaded that from another URL (ot-elements.js?ver=1, or a
// redirect), the browser would run it twice. So shared classes, which have no state, are duplicated: a few hundred
// bytes.
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import {readdirSync, readFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';

/** The library is bundled into this module of dist/. */
const STROPHE = 'dist/engines/xmpp/strophe.js';

/** Maps the modules of dist/ that others load with `import()` to their file names in cdn/. */
const parts = new Map(
  readdirSync('dist', {recursive: true})
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) =>
      [...readFileSync(join('dist', file), 'utf8').matchAll(/\bimport\('(\..+?)'\)/g)].map(([, specifier]) =>
        join('dist', dirname(file), specifier),
      ),
    )
    // part of engine-xmpp.js
    .filter((file) => file !== STROPHE)
    .map((file) => [file, partName(file)]),
);

function partName(file) {
  return basename(file).replace(/^(.+)-engine\.js$/, 'engine-$1.js');
}

/** A virtual entry module that exports dist/index.js and imports other entries. */
const cdnEntry = (...entries) => ({
  name: 'cdn-entry',
  resolveId: (id) => (id === 'cdn-entry' ? id : null),
  load: (id) =>
    id === 'cdn-entry'
      ? `export * from './dist/index.js';${entries.map((entry) => `import './dist/${entry}.js';`).join('')}`
      : null,
});

/** Classic scripts have no `import.meta`; they use `document.currentScript`. */
const noImportMeta = {name: 'no-import-meta', resolveImportMeta: () => 'undefined'};

const partsApart = {
  name: 'parts-apart',
  resolveDynamicImport: (specifier) =>
    basename(specifier) === basename(STROPHE) ? null : {id: `./${partName(specifier)}`, external: 'relative'},
};

/** For the classic script, in which `import()` is relative to the script's URL. */
const libraryApart = {
  name: 'library-apart',
  resolveDynamicImport: (specifier) =>
    specifier.endsWith('/xmpp-engine.js') ? {id: `./${partName(specifier)}`, external: 'relative'} : null,
};

/** Drops lit-html and LitElement, which are not used but have side effects: they register their versions. */
const treeshake = {moduleSideEffects: (id) => !/lit-(html|element)/.test(id)};

const plugins = [
  resolve({exportConditions: ['production', 'browser']}),
  // unsafe_arrows and keep_fargs are safe here: no code calls `new` on a plain function, or reads a function's length
  terser({
    ecma: 2022,
    compress: {passes: 3, inline: 1, keep_fargs: false, unsafe_arrows: true},
    format: {comments: /^!/},
  }),
];
const notice = '/*! ot-elements, MIT license.';
// Lit's license requires this
const banner = `${notice} Contains Lit, copyright Google LLC, BSD-3-Clause license. */`;
const stropheNotice = 'Contains Strophe.js, copyright Collecta, Inc. and its contributors, MIT license.';

const entryModule = (...entries) => ({
  input: 'cdn-entry',
  treeshake,
  plugins: [cdnEntry(...entries), partsApart, ...plugins],
  output: {file: 'cdn/ot-elements.js', format: 'es', banner},
});

/** Without the code that upgrades `data-` markup, for scripts/size.mjs; not built into cdn/. */
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
