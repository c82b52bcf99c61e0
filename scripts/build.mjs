// npm run build: dist/ (one module a source file, with types), from it cdn/ (see rollup.config.mjs), and the WordPress
// plugin with that in it, as a zip.
import {spawnSync} from 'node:child_process';
import {rmSync} from 'node:fs';

// .ci/run has just built, and npm's "prepack" and every test command build again
if (process.env.BUILT) process.exit();

// or what was renamed or removed would be published still
for (const dir of ['dist', 'cdn']) rmSync(dir, {recursive: true, force: true});

function run(...args) {
  const {status} = spawnSync(process.execPath, args, {stdio: 'inherit'});
  if (status !== 0) process.exit(1); // it has said why
}

run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
run('node_modules/rollup/dist/bin/rollup', '-c', '--silent', '--failAfterWarnings');
// of the module that a library was just put into
rmSync('dist/engines/xmpp/strophe.js.map');
run('scripts/wordpress/wordpress-plugin.mjs');
