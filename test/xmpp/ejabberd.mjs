// ejabberd from Debian's package, for tests. Unless it is a node of a cluster, it is without distribution: no epmd, no name.
import {generateKeyPairSync, randomBytes} from 'node:crypto';
import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {freePort} from '../../scripts/system/free-port.mjs';
import {mint} from './jwt.mjs';
import {ServerProcess} from './server-process.mjs';

const HOST = 'chat.localhost';
const template = fileURLToPath(new URL('ejabberd.yml', import.meta.url));

/**
 * @param options in seconds: `ping`, between two pings of the server, which ends the stream of a client that is too busy to
 *   answer before the next; `resume`, for which a stream may be resumed; and a `secret` for tokens, if they are not to be
 *   signed with a private key; another template for the `config`, as text; and `erlang`, the arguments and `env` of a node
 *   in a cluster: see ejabberd-cluster.mjs
 */
export async function startEjabberd({ping = 60, resume = 5, secret, config, erlang = {args: []}} = {}) {
  const [port, apiPort] = [await freePort(), await freePort()];
  const {publicKey, privateKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
  const keys = new Map();

  async function api(command, body) {
    const response = await fetch(`http://127.0.0.1:${apiPort}/api/${command}`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify(body),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${command}: ${answer}`);
    return answer;
  }

  const server = new ServerProcess(
    (dir) => [
      'erl',
      [
        ...erlang.args,
        '-noinput',
        '+K',
        'true',
        '+P',
        '250000',
        '-mnesia',
        'dir',
        `"${join(dir, 'db')}"`,
        '-s',
        'ejabberd',
      ],
      {
        cwd: dir, // where it would leave a dump of a crash
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          ...process.env,
          HOME: dir,
          ...erlang.env,
          ERL_LIBS: '/usr/lib/x86_64-linux-gnu:/usr/lib/aarch64-linux-gnu',
          EJABBERD_CONFIG_PATH: join(dir, 'ejabberd.yml'),
          EJABBERD_LOG_PATH: join(dir, 'log', 'ejabberd.log'),
        },
      },
    ],
    async () => (await api('status', {})).includes('running'),
  );
  await server.prepare('ejabberd');
  const values = {HOST, PORT: port, API_PORT: apiPort, DIR: server.dir, PING: ping, RESUME: resume};
  await server.write('ejabberd.yml', config ?? (await readFile(template, 'utf8')), values);
  const jwk = secret ? {kty: 'oct', k: Buffer.from(secret).toString('base64url')} : publicKey.export({format: 'jwk'});
  await writeFile(join(server.dir, 'jwt.jwk'), JSON.stringify(jwk));
  await server.start();

  const service = `session.${HOST}`;

  return {
    name: 'ejabberd',
    host: HOST,
    port,
    get pid() {
      return server.pid;
    },
    /** Creates a session, as a backend does. */
    async createSession(id, key = randomBytes(16).toString('hex')) {
      keys.set(id, key);
      const options = {
        persistent: true,
        members_only: false,
        password_protected: true,
        password: key,
      };
      await api('create_room_with_opts', {
        name: id,
        service,
        host: HOST,
        options: Object.entries(options).map(([name, value]) => ({name, value: String(value)})),
      });
      await api('set_room_affiliation', {name: id, service, jid: `m.${id}@${HOST}`, affiliation: 'admin'});
    },
    ban: (id, jid) => api('set_room_affiliation', {name: id, service, jid, affiliation: 'outcast'}),
    destroySession: (id) => api('destroy_room', {name: id, service}),
    /** Creates a token. The claims override the defaults. */
    token({session, role = 'publisher', data = '', expiresIn = 3600, ...claims}) {
      const name = role === 'moderator' ? `m.${session}` : `p.${session}.${randomBytes(6).toString('hex')}`;
      const exp = Math.floor(Date.now() / 1000) + expiresIn;
      return mint({jid: `${name}@${HOST}`, key: keys.get(session), data, exp, ...claims}, secret ?? privateKey);
    },
    service: (kind = 'ws', at = port) => (kind === 'ws' ? `ws://127.0.0.1:${at}/xmpp` : `http://127.0.0.1:${at}/bosh`),
    stop: (signal) => server.stop(signal),
    start: () => server.start(),
    end: () => server.end(),
    log: join(server.dir, 'log', 'ejabberd.log'),
  };
}
