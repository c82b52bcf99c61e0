// The package as npm installs it, in bundles for servers and for browsers. A bundler resolves every import(), also of what a
// page never uses, and for a server it prefers what is for Node.
import assert from 'node:assert/strict';
import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join, resolve} from 'node:path';
import {createInterface} from 'node:readline';
import {after, before, describe, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {promisify} from 'node:util';
import {freePort} from '../../scripts/system/free-port.mjs';
import {installPackage} from '../../scripts/tests/installed-package.mjs';
import {inBrowsers} from '../pages/in-browsers.mjs';

const FOLDER = resolve('test/bundlers');
const OUT = join(FOLDER, 'out');
const ENTRY = join(FOLDER, 'page.js');
const NEXT = join(FOLDER, 'node_modules/next/dist/bin/next');
const {resolve: find} = createRequire(ENTRY);
const load = async (name) => import(pathToFileURL(find(name)));
const run = promisify(execFile);

/** Builds the page's module into `OUT/<bundler>-<target>/page.mjs`. */
const bundlers = {
  async esbuild(target) {
    const {default: esbuild} = await load('esbuild');
    const {warnings} = await esbuild.build({
      entryPoints: [ENTRY],
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: target === 'server' ? 'node' : 'browser',
      outdir: join(OUT, `esbuild-${target}`),
      outExtension: {'.js': '.mjs'},
      logLevel: 'silent',
    });
    return warnings;
  },

  async webpack(target) {
    const {default: webpack} = await load('webpack');
    const compiler = webpack({
      mode: 'production',
      target: target === 'server' ? 'node20' : 'web',
      context: FOLDER,
      entry: ENTRY,
      experiments: {outputModule: true},
      output: {path: join(OUT, `webpack-${target}`), filename: 'page.mjs', library: {type: 'module'}},
      // not of interest here: the engine xmpp is large
      performance: {hints: false},
    });
    const stats = await promisify(compiler.run.bind(compiler))();
    await promisify(compiler.close.bind(compiler))();
    const {errors, warnings} = stats.toJson({all: false, errors: true, warnings: true});
    return [...errors, ...warnings].map(({message}) => message);
  },

  async vite(target) {
    const {build, createLogger} = await load('vite');
    const warnings = [];
    const outDir = join(OUT, `vite-${target}`);
    await build({
      root: FOLDER,
      configFile: false,
      logLevel: 'warn',
      customLogger: {...createLogger('silent'), warn: (message) => warnings.push(message)},
      ssr: {noExternal: true},
      build:
        target === 'server'
          ? {outDir, ssr: ENTRY, rollupOptions: {output: {entryFileNames: 'page.mjs'}}}
          : {outDir, lib: {entry: ENTRY, formats: ['es'], fileName: () => 'page.mjs'}},
    });
    return warnings;
  },
};

before(() => {
  installPackage(FOLDER);
  for (const dir of [OUT, join(FOLDER, '.next')]) rmSync(dir, {recursive: true, force: true});
});

for (const [name, bundle] of Object.entries(bundlers)) {
  test(`${name} bundles the package for a server, and the bundle runs there`, async () => {
    assert.deepEqual(await bundle('server'), []);
    const page = join(OUT, `${name}-server`, 'page.mjs');
    const script = `
      const {initSession} = await import(${JSON.stringify(pathToFileURL(page))});
      console.error = () => undefined;
      for (const engine of ['local', 'opentok', 'xmpp']) {
        const {code} = await initSession('47000000', 'room', {engine}).connect('token').catch((error) => error);
        console.log(engine, code);
      }`;
    // in a folder of its own, from which nothing is found that was to be in the bundle
    const {stdout} = await run(process.execPath, ['--input-type=module', '--eval', script], {cwd: OUT});
    assert.deepEqual(stdout.trim().split('\n'), [
      'local unsupported-browser',
      'opentok unsupported-browser',
      'xmpp not-configured',
    ]);
  });
}

describe('Next builds a page with its default bundler', () => {
  let server;
  let origin;
  before(async () => {
    const env = {...process.env, NEXT_TELEMETRY_DISABLED: '1'};
    await run(process.execPath, [NEXT, 'build'], {cwd: FOLDER, env});
    const port = await freePort();
    server = spawn(process.execPath, [NEXT, 'start', '--hostname', '127.0.0.1', '--port', port], {cwd: FOLDER, env});
    origin = `http://127.0.0.1:${port}`;
    for await (const line of createInterface({input: server.stdout})) if (line.includes('Ready')) break;
  });
  after(async () => {
    server.kill();
    await once(server, 'exit');
  });

  test('whose HTML has the elements, with their fallback', async () => {
    const html = await (await fetch(origin)).text();
    assert.match(html, /<ot-session engine="local" session-id="next">.*Live now.*<\/ot-session>/s);
  });

  inBrowsers('which a browser', {names: ['chromium', 'firefox']}, ({open}) => {
    test('takes over, without a hydration warning of React’s', async (context) => {
      const problems = [];
      const tab = await open(context, '/elsewhere', (page) =>
        page.on('console', (message) => {
          const isOfIcon = message.text().startsWith('Failed to load resource');
          if (/error|warn/.test(message.type()) && !isOfIcon) problems.push(message.text());
        }),
      );
      await tab.goto(`${origin}/`);
      await tab.counts(1);
      assert.deepEqual(problems, []);
    });
  });
});

/** A JSON Web Token with which the engine xmpp gets as far as to connect. */
const TOKEN = `a.${btoa(JSON.stringify({jid: 'ann@example.org'})).replace(/=+$/, '')}.c`;
const pageOf = (name) => `<!doctype html>
  <title>${name}</title>
  <script type="module" src="/test/bundlers/out/${name}-browser/page.mjs"></script>
  <ot-session engine="local" session-id="${name}"><ot-connection-count>Live</ot-connection-count></ot-session>
  <ot-session id="xmpp" engine="xmpp" session-id="${name}" connect-on="manual" token="${TOKEN}"
    service="ws://127.0.0.1:9/"></ot-session>`;
const pages = Object.fromEntries(Object.keys(bundlers).map((name) => [`/${name}`, () => pageOf(name)]));

inBrowsers('a bundle for browsers', {names: ['chromium', 'firefox'], pages}, ({open}) => {
  for (const [name, bundle] of Object.entries(bundlers)) {
    let built;
    before(async () => (built = await bundle('browser')));

    test(`by ${name} has all engines, including xmpp`, async (context) => {
      assert.deepEqual(built, []);
      const tab = await open(context, `/${name}`);
      await tab.counts(1);
      const code = await tab.evaluate(async () => {
        const session = document.querySelector('#xmpp');
        session.addEventListener('error', (event) => event.preventDefault());
        session.reconnect = 'never';
        return session.connect().catch((error) => error.code);
      });
      // as far as the network: the library is there
      assert.equal(code, 'connect-failed');
    });
  }
});
