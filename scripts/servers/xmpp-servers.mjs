// The XMPP servers that the tests run against, and the proxy that is put before them.
//
//   node scripts/servers/xmpp-servers.mjs            lists them
//   node scripts/servers/xmpp-servers.mjs --install  installs the missing ones first, as root on Debian
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {ensurePackages} from '../system/debian-packages.mjs';

/** Debian's package to its program. */
const SERVERS = {ejabberd: '/usr/sbin/ejabberdctl', prosody: '/usr/bin/prosody'};
const PACKAGES = {...SERVERS, nginx: '/usr/sbin/nginx', openssl: '/usr/bin/openssl'};

const isThere = (name) => existsSync(PACKAGES[name]);

/** The names of the servers that are installed. */
export function findServers() {
  return Object.keys(SERVERS).filter(isThere);
}

/** Whether there is an nginx, and what makes certificates for it. */
export function hasProxy() {
  return ['nginx', 'openssl'].every(isThere);
}

/** Installs what is missing, as far as it can. Says of what is not there then why. */
export async function ensureServers() {
  const problem = await ensurePackages(PACKAGES).catch((error) => error.message);
  const missing = Object.keys(PACKAGES).filter((name) => !isThere(name));
  return Object.fromEntries(missing.map((name) => [name, problem ?? `no ${PACKAGES[name]}, though it is installed`]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = process.argv.includes('--install') ? await ensureServers() : {};
  for (const name of Object.keys(PACKAGES))
    console.log(`${name}: ${isThere(name) ? 'installed' : (problems[name] ?? 'not installed')}`);
  process.exitCode = Object.keys(problems).length ? 1 : 0;
}
