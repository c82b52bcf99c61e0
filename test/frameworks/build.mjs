// node build.mjs: builds, into out/, a page's module for each framework's template of the table, one for its snippet in
// docs/guides/frameworks.md, and one with the table's values. Compiles each framework's files as its own tools do.
import {transformAsync} from '@babel/core';
import {compileScript, parse} from '@vue/compiler-sfc';
import solid from 'babel-preset-solid';
import {build, transform} from 'esbuild';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {compile, compileModule} from 'svelte/compiler';
import {frameworks} from './frameworks.mjs';
import {rows} from './table.mjs';

const resolveDir = fileURLToPath(new URL('.', import.meta.url));
process.chdir(resolveDir);

function compiled({js, warnings}) {
  if (warnings.length) throw new Error(warnings.map(({message}) => message).join('\n'));
  return {contents: js.code};
}

const compilers = [
  [
    /\.vue$/,
    (source, filename) => {
      const templateParseOptions = {isCustomElement: (tag) => tag.startsWith('ot-')};
      const {descriptor, errors} = parse(source, {filename, templateParseOptions});
      if (errors.length) throw new AggregateError(errors);
      const {content} = compileScript(descriptor, {id: filename, inlineTemplate: true});
      return {contents: content, loader: 'ts'};
    },
  ],
  [/\.svelte$/, (source, filename) => compiled(compile(source, {filename}))],
  [/svelte-mount\.js$/, (source, filename) => compiled(compileModule(source, {filename}))],
  [
    /solid-component\.tsx$/,
    async (source) => {
      const {code} = await transform(source, {loader: 'tsx', jsx: 'preserve'});
      const options = {babelrc: false, configFile: false, presets: [[solid, {generate: 'dom'}]]};
      return {contents: (await transformAsync(code, options)).code};
    },
  ],
];

const plugin = {
  name: 'compilers',
  setup(build) {
    for (const [filter, compile] of compilers) {
      build.onLoad({filter}, async ({path}) => compile(await readFile(path, 'utf8'), path));
    }
  },
};

const common = {
  bundle: true,
  format: 'esm',
  absWorkingDir: resolveDir,
  conditions: ['production', 'browser'],
  define: {'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false'},
  jsx: 'automatic',
  // the development server reads through what it serves
  minify: true,
  logLevel: 'warning',
  plugins: [plugin],
  tsconfigRaw: {compilerOptions: {experimentalDecorators: true, useDefineForClassFields: false}},
};

const values = (round) =>
  rows
    .map(({form, samples}, index) => (form === 'event' ? `(event) => heard.push(${index})` : samples[round]))
    .join(',');

const buildValues = () =>
  build({
    ...common,
    stdin: {
      contents: `
        import 'ot-elements/define';
        import {initSession} from 'ot-elements';
        export const rows = ${JSON.stringify(rows)};
        export const heard = [];
        export const rounds = [[${values(0)}], [${values(1)}], [${values(2)}]];`,
      resolveDir,
    },
    outfile: 'out/values.js',
  });

/** Writes a component and what mounts it into a folder of `out`, and bundles them. */
function buildPage(folder, name, component) {
  const {extension, mount} = frameworks[name];
  // which a project has in its configuration
  const jsx = extension === 'tsx' ? `/** @jsxImportSource ${name === 'solid' ? 'solid-js' : name} */\n` : '';
  writeFileSync(`out/${folder}/${name}-component.${extension}`, jsx + component);
  writeFileSync(
    `out/${folder}/${name}-mount.js`,
    `import * as component from './${name}-component.${extension}';
    const [App] = Object.values(component);
    ${mount}`,
  );
  return build({...common, entryPoints: [`out/${folder}/${name}-mount.js`], outfile: `out/${folder}/${name}.js`});
}

/** By framework: the code blocks of its section in docs/guides/frameworks.md: a component, and perhaps type declarations. */
function readSnippets() {
  const [, ...sections] = readFileSync('../../docs/guides/frameworks.md', 'utf8').split(/^## /m);
  const snippets = new Map();
  for (const section of sections) {
    const name = /^\w+/.exec(section)[0].toLowerCase();
    if (!Object.hasOwn(frameworks, name)) continue;
    snippets.set(
      name,
      [...section.matchAll(/```\w+\n(.*?)```/gs)].map(([, code]) => code),
    );
  }
  return snippets;
}

rmSync('out', {recursive: true, force: true});
for (const folder of ['table', 'docs']) mkdirSync(`out/${folder}`, {recursive: true});
const snippets = readSnippets();
await Promise.all([
  buildValues(),
  ...Object.entries(frameworks).map(([name, {component}]) => buildPage('table', name, component)),
  ...[...snippets].map(async ([name, [component, ...declarations]]) => {
    declarations.forEach((code, i) => writeFileSync(`out/docs/${name}-types-${i}.d.ts`, code));
    await buildPage('docs', name, component);
  }),
]);
