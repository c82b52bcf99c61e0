// Finds the XMPP servers that the tests run against, and the proxy in front of them.
//
//   node scripts/servers/xmpp-servers.mjs            lists them
//   node scripts/servers/xmpp-servers.mjs --install  installs missing ones first, as root on Debian
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {ensurePackages} from '../system/debian-packages.mjs';

/** Maps Debian packages to their programs. */
const SERVERS = {ejabberd: '/usr/sbin/ejabberdctl', prosody: '/usr/bin/prosody'};
const PACKAGES = {...SERVERS, nginx: '/usr/sbin/nginx', openssl: '/usr/bin/openssl'};

const isInstalled = (name) => existsSync(PACKAGES[name]);

/** The names of the servers that are installed. */
export function findServers() {
  return Object.keys(SERVERS).filter(isInstalled);
}

/** Whether nginx is installed, and OpenSSL, which creates its certificates. */
export function hasProxy() {
  return ['nginx', 'openssl'].every(isInstalled);
}

/** Installs missing packages where possible. Returns why each of those still missing is not installed. */
export async function ensureServers() {
  const problem = await ensurePackages(PACKAGES).catch((error) => error.message);
  const missing = Object.keys(PACKAGES).filter((name) => !isInstalled(name));
  return Object.fromEntries(
    missing.map((name) => [name, problem ?? `${PACKAGES[name]} does not exist, although the package is installed`]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = process.argv.includes('--install') ? await ensureServers() : {};
  for (const name of Object.keys(PACKAGES))
    console.log(`${name}: ${isInstalled(name) ? 'installed' : (problems[name] ?? 'not installed')}`);
  process.exitCode = Object.keys(problems).length ? 1 : 0;
}
