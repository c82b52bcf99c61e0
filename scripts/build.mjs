// npm run build: dist/ (one module a source file, with types) and from it cdn/ (see rollup.config.mjs).
import {spawnSync} from 'node:child_process';
import {rmSync} from 'node:fs';

// or what was renamed or removed would be published still
for (const dir of ['dist', 'cdn']) rmSync(dir, {recursive: true, force: true});

function run(bin, ...args) {
  const {status} = spawnSync(process.execPath, [`node_modules/${bin}`, ...args], {stdio: 'inherit'});
  if (status !== 0) process.exit(1); // it has said why
}

run('typescript/bin/tsc', '-p', 'tsconfig.build.json');
run('rollup/dist/bin/rollup', '-c', '--silent', '--failAfterWarnings');
