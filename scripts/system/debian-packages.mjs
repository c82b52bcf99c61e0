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
      // DPkg::Lock::Timeout does not apply to the lock on the package lists, which another apt-get may hold
      if (attempt === 4) throw new Error(error.stderr || error.message, {cause: error});
      await sleep(attempt * 5000);
    }
  }
}

/**
 * Installs missing packages. Rejects if it cannot.
 *
 * @param packages maps Debian packages to a file that each contains
 */
export async function ensurePackages(packages) {
  const missing = Object.keys(packages).filter((name) => !existsSync(packages[name]));
  if (!missing.length) return;
  const names = missing.join(' ');
  if (!isRootOnDebian()) throw new Error(`needs Debian packages: apt-get install --no-install-recommends ${names}`);
  console.log(`Installing ${names} …`);
  await installPackages(missing);
}
