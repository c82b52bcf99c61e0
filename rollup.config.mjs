// From dist/, with Lit inside and minified, for pages without a build:
//   cdn/ot-elements.js          the ES module; it defines both elements and exports all that the package does
//   cdn/engine-<name>.js        the engines, each loaded by that module when a session is about to connect over it
//   cdn/ot-elements.classic.js  all of it as one classic script; its exports are the properties of OTElements
//
// An engine's name has no hash, since the package's version is in a CDN's address already. An engine imports nothing, least
// of all ot-elements.js: a page may have loaded that as ot-elements.js?ver=1, or through a redirect, and the browser would
// load and run it a second time under its other address. The price is a second copy of what both need, a few hundred
// bytes: classes without state, told apart by no one.
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import {existsSync, readdirSync} from 'node:fs';

const engineModule = (name) => `dist/engines/${name}/${name}-engine.js`;
const engines = readdirSync('dist/engines').filter((name) => existsSync(engineModule(name)));

/** Its own module, so that neither of the package's entries has to be two things. */
const cdnEntry = {
  name: 'cdn-entry',
  resolveId: (id) => (id === 'cdn-entry' ? id : null),
  load: (id) => (id === 'cdn-entry' ? `export * from './dist/index.js'; import './dist/define.js';` : null),
};

const enginesApart = {
  name: 'engines-apart',
  resolveDynamicImport(specifier) {
    const name = /([\w-]+)-engine\.js$/.exec(specifier)?.[1];
    return name && {id: `./engine-${name}.js`, external: 'relative'};
  },
};

/** Of Lit only ReactiveElement is used; the rest of it would stay, since its modules register their versions. */
const treeshake = {moduleSideEffects: (id) => !/lit-(html|element)/.test(id)};

const plugins = [
  resolve({exportConditions: ['production', 'browser']}),
  terser({ecma: 2022, compress: {passes: 2}, format: {comments: /^!/}}),
];
const notice = '/*! ot-elements, MIT license.';
// asked for by Lit's licence
const banner = `${notice} Contains Lit, copyright Google LLC, BSD-3-Clause license. */`;

export default [
  {
    input: 'cdn-entry',
    treeshake,
    plugins: [cdnEntry, enginesApart, ...plugins],
    output: {file: 'cdn/ot-elements.js', format: 'es', banner, sourcemap: true},
  },
  {
    input: 'cdn-entry',
    treeshake,
    plugins: [cdnEntry, ...plugins],
    output: {
      file: 'cdn/ot-elements.classic.js',
      format: 'iife',
      name: 'OTElements',
      inlineDynamicImports: true,
      banner,
      sourcemap: true,
    },
  },
  ...engines.map((name) => ({
    input: engineModule(name),
    plugins,
    output: {file: `cdn/engine-${name}.js`, format: 'es', banner: `${notice} */`, sourcemap: true},
  })),
];
