// Where the XMPP servers are that the tests run against; installs what is missing, as root on Debian.
//
//   node scripts/xmpp-servers.mjs            lists them
//   node scripts/xmpp-servers.mjs --install  installs the missing ones first
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {installPackages, isRootOnDebian} from './debian-packages.mjs';

/** By the name of Debian's package, what is there when it is installed. */
const PROGRAMS = {ejabberd: '/usr/sbin/ejabberdctl', prosody: '/usr/bin/prosody'};

export const SERVERS = Object.keys(PROGRAMS);

/** The names of the servers that are installed. */
export function findServers() {
  return SERVERS.filter((name) => existsSync(PROGRAMS[name]));
}

/** Installs what is missing, as far as it can. Gives what is there then, and why the others are not. */
export async function ensureServers() {
  const missing = SERVERS.filter((name) => !findServers().includes(name));
  let problem = 'comes from Debian’s package of that name';
  if (missing.length && isRootOnDebian()) {
    console.log(`Installing ${missing.join(', ')} …`);
    await installPackages(missing).catch((error) => (problem = error.message));
  }
  const found = findServers();
  const problems = Object.fromEntries(SERVERS.filter((name) => !found.includes(name)).map((name) => [name, problem]));
  return {found, problems};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {found, problems} = process.argv.includes('--install')
    ? await ensureServers()
    : {found: findServers(), problems: {}};
  for (const name of SERVERS)
    console.log(`${name}: ${found.includes(name) ? 'installed' : (problems[name] ?? 'not installed')}`);
  process.exitCode = Object.keys(problems).length ? 1 : 0;
}
