import {execFile} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';

export function isRootOnDebian() {
  if (process.platform !== 'linux' || process.getuid() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

export async function installPackages(packages) {
  const aptGet = (...args) =>
    promisify(execFile)('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3', ...args], {
      env: {...process.env, DEBIAN_FRONTEND: 'noninteractive'},
      maxBuffer: 1e8,
    });
  for (let attempt = 1; ; attempt++) {
    try {
      await aptGet('update');
      await aptGet('install', '-y', '--no-install-recommends', ...packages);
      return;
    } catch (error) {
      // that time-out covers dpkg's lock only, and another apt-get may hold the one of the package lists
      if (attempt === 4) throw new Error(error.stderr || error.message, {cause: error});
      await sleep(attempt * 5000);
    }
  }
}

/**
 * Installs what is missing, if it can.
 *
 * @param packages Debian's package to a file of it
 */
export async function ensurePackages(packages) {
  const missing = Object.keys(packages).filter((name) => !existsSync(packages[name]));
  if (!missing.length) return;
  const names = missing.join(' ');
  if (!isRootOnDebian()) throw new Error(`needs Debian’s packages: apt-get install --no-install-recommends ${names}`);
  console.log(`Installing ${names} …`);
  await installPackages(missing);
}
