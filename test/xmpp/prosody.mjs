// Prosody from Debian's package with this package's plugins, for tests.
import {randomBytes} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {freePort} from '../../scripts/system/free-port.mjs';
import {mint} from './jwt.mjs';
import {ServerProcess} from './server-process.mjs';

const HOST = 'chat.localhost';
const template = fileURLToPath(new URL('prosody.cfg.lua', import.meta.url));
const PLUGINS = fileURLToPath(new URL('../../integrations/prosody', import.meta.url));

/**
 * @param options in seconds: `ping`, after which a silent client is looked after; `resume`, for which a stream may be resumed;
 *   the tokens' `secret`; and another template for the `config`, as text
 */
export async function startProsody({ping = 60, resume = 5, secret = randomBytes(24).toString('hex'), config} = {}) {
  const port = await freePort();

  const server = new ServerProcess(
    (dir) => [
      'prosody',
      ['--config', join(dir, 'prosody.cfg.lua'), '-F'],
      {cwd: dir, stdio: ['ignore', 'pipe', 'pipe']},
    ],
    async () => (await fetch(`http://127.0.0.1:${port}/xmpp-websocket`)).ok,
  );
  await server.prepare('prosody');
  const values = {HOST, PORT: port, DIR: server.dir, PING: ping, RESUME: resume, SECRET: secret, PLUGINS};
  await server.write('prosody.cfg.lua', config ?? (await readFile(template, 'utf8')), values);
  await server.start();

  return {
    name: 'prosody',
    host: HOST,
    port,
    get pid() {
      return server.pid;
    },
    /** Nothing to do: a session exists once a member joins it. */
    createSession: () => Promise.resolve(),
    /** Creates a token. The claims override the defaults. */
    token({session, role = 'publisher', data = '', expiresIn = 3600, ...claims}) {
      const jid = `${randomBytes(6).toString('hex')}@${HOST}`;
      const exp = Math.floor(Date.now() / 1000) + expiresIn;
      return mint({jid, session, role, data, exp, ...claims}, secret);
    },
    service: (kind = 'ws', at = port) =>
      kind === 'ws' ? `ws://127.0.0.1:${at}/xmpp-websocket` : `http://127.0.0.1:${at}/http-bind`,
    stop: (signal) => server.stop(signal),
    start: () => server.start(),
    end: () => server.end(),
    log: join(server.dir, 'prosody.log'),
  };
}
