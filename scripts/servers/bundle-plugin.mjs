import {build} from 'esbuild';
import {readFile} from 'node:fs/promises';
import {join, relative} from 'node:path';

/** Each in a bundle of its own, which the browsers cache from one test file to the next. */
const PACKAGES = ['@open-wc/testing', 'lit'];
const FOLDER = 'test/bundled';

const packageURL = (name) => `/${FOLDER}/${name.replaceAll('/', '-')}.js`;

/**
 * Serves each test file bundled: a page that loads a hundred modules takes a second longer. What tests import by a URL of their
 * own is served unbundled, as another copy.
 */
export function bundlePlugin() {
  /** By path, as requested. */
  const outputs = new Map();
  const bundles = new Map();
  let root;

  async function bundle(entryPoints, {external, plugins}) {
    const {outputFiles} = await build({
      entryPoints,
      external,
      plugins,
      bundle: true,
      splitting: true, // so that lazily loaded modules still are
      format: 'esm',
      target: 'es2022',
      conditions: ['development', 'browser'], // for Lit's warnings
      ignoreAnnotations: true, // package.json's "sideEffects" is about dist/
      outdir: root,
      outbase: root,
      chunkNames: `${FOLDER}/[name]-[hash]`,
      sourcemap: 'inline',
      sourcesContent: false,
      write: false,
      logLevel: 'warning',
    });
    for (const {path, text} of outputFiles) outputs.set(`/${relative(root, path)}`, text);
  }

  return {
    name: 'bundle',
    async serverStart({config: {rootDir}}) {
      root = rootDir;
      const entries = PACKAGES.map((name) => ({in: name, out: packageURL(name).slice(1, -'.js'.length)}));
      await bundle(entries, {});
    },
    async serve({path}) {
      if (path.endsWith('.test.ts')) {
        if (!bundles.has(path))
          bundles.set(path, bundle([join(root, path)], {plugins: [bundledPackages, moduleURLs(root)]}));
        await bundles.get(path);
      }
      const body = outputs.get(path.replace(/\.ts$/, '.js'));
      return body === undefined ? undefined : {body, type: 'js'};
    },
    /** For what is served unbundled. */
    resolveImport: ({source}) => (PACKAGES.includes(source) ? packageURL(source) : undefined),
  };
}

const bundledPackages = {
  name: 'bundled-packages',
  setup({onResolve}) {
    onResolve({filter: /^[^.]/}, ({path}) =>
      PACKAGES.includes(path) ? {path: packageURL(path), external: true} : undefined,
    );
  },
};

/** Keeps `import.meta.url` the URL of the module, not of the chunk that it is in. */
const moduleURLs = (root) => ({
  name: 'module-urls',
  setup({onLoad}) {
    onLoad({filter: /\/(src|test)\/.*\.ts$/}, async ({path}) => {
      const source = await readFile(path, 'utf8');
      const url = JSON.stringify(`/${relative(root, path)}`);
      return {contents: source.replaceAll('import.meta.url', `new URL(${url}, location.origin).href`), loader: 'ts'};
    });
  },
});
