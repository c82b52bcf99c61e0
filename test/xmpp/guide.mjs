// The configurations and samples of docs/engines/xmpp.md, as they are to be run on this machine.
import {readFile} from 'node:fs/promises';

const guide = await readFile('docs/engines/xmpp.md', 'utf8');
const blocks = [...guide.matchAll(/```(\w+)\n(.*?)```/gs)];

/** Replaces the host of the guide by the tests' host. */
const HERE = 'chat.localhost';

/** The first sample in this language with this mark in it. */
export function codeIn(language, mark) {
  const [, , code] = blocks.find(([, name, text]) => name === language && text.includes(mark));
  const [indent] = /^ */.exec(code);
  return code.replaceAll(new RegExp(`^${indent}`, 'gm'), '').replaceAll('chat.example.org', HERE);
}

/** Configurations of servers: on other ports, in another folder, and of nobody's account. */
export const configs = {
  ejabberd: codeIn('yaml', 'ejabberd_http_ws')
    .replace('5280', '${PORT}')
    .replace('5281', '${API_PORT}')
    .replace('/etc/ejabberd/', '${DIR}/'),
  prosody: `run_as_root = true; daemonize = false; pidfile = "\${DIR}/pid"; data_path = "\${DIR}"
log = { { levels = { min = "info" }, to = "file", filename = "\${DIR}/prosody.log" } }
${codeIn('lua', 'ot_session')}`
    .replace('5280', '${PORT}')
    .replace('/usr/local/lib/prosody', '${PLUGINS}')
    .replace('the secret', '${SECRET}'),
};

/** The proxy's, before this server. */
export function nginxConfig(server, port) {
  const path = (kind) => new URL(server.service(kind)).pathname;
  return codeIn('nginx', 'ssl_certificate')
    .replace('listen 443', `listen 127.0.0.1:${port}`)
    .replace(/\S*fullchain\.pem/, '${DIR}/certificate.pem')
    .replace(/\S*privkey\.pem/, '${DIR}/key.pem')
    .replace('5280/xmpp', `${server.port}${path('ws')}`)
    .replace('5280/bosh', `${server.port}${path('bosh')}`);
}
