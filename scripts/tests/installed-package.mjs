import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

function npm(folder, ...args) {
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
}

/**
 * Installs the dependencies in a folder's package-lock.json, unless they are up to date, and this package as npm
 * publishes it: packed, with its dependencies. Requires a build.
 */
export function installPackage(folder) {
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  const stamp = join(folder, 'node_modules', '.lock');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
    npm(folder, 'ci', '--ignore-scripts');
    writeFileSync(stamp, lock);
  }
  const {name, version} = JSON.parse(readFileSync('package.json', 'utf8'));
  const tarball = `${name}-${version}.tgz`;
  // without scripts, or prepack would build again
  npm('.', 'pack', '--ignore-scripts', '--pack-destination', folder);
  try {
    npm(folder, 'install', '--no-save', '--ignore-scripts', `./${tarball}`);
  } finally {
    rmSync(join(folder, tarball));
  }
}
