// npm run build: builds dist/ (a module with types for each source file), cdn/ (bundled from dist/, see
// rollup.config.mjs), and a zip of the WordPress plugin with a copy of cdn/.
import {spawnSync} from 'node:child_process';
import {rmSync} from 'node:fs';

// set by .ci/run after it has built: npm's "prepack" and every test command also run this script
if (process.env.BUILT) process.exit();

// files that have been renamed or removed would otherwise still be published
for (const dir of ['dist', 'cdn']) rmSync(dir, {recursive: true, force: true});

function run(...args) {
  const {status} = spawnSync(process.execPath, args, {stdio: 'inherit'});
  if (status !== 0) process.exit(1);
}

run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
run('node_modules/rollup/dist/bin/rollup', '-c', '--silent', '--failAfterWarnings');
// obsolete, since Rollup has bundled Strophe.js into this module
rmSync('dist/engines/xmpp/strophe.js.map');
run('scripts/wordpress/wordpress-plugin.mjs');
