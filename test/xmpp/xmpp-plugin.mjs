import {randomUUID} from 'node:crypto';
import {servers, startServer} from './servers.mjs';

/**
 * Commands for browser tests that need a server: each server is started on first use.
 *
 * - `xmpp-servers`: the names of those to test this browser against: Chromium all, the others one.
 * - `xmpp-session` `{server}`: makes a session; gives its id, and the addresses of the server.
 * - `xmpp-token` `{server, session, role, data …}`: makes a token.
 */
export const xmppPlugin = () => {
  const running = new Map();
  const get = (name) => {
    if (!running.has(name)) running.set(name, startServer(name));
    return running.get(name);
  };
  const commands = {
    'xmpp-servers': (_, {browser}) => (/^Chrom/.test(browser.name) ? servers : servers.slice(0, 1)),
    async 'xmpp-session'({server: name}) {
      const server = await get(name);
      const id = randomUUID();
      await server.createSession(id);
      return {id, host: server.host, webSocket: server.service(), bosh: server.service('bosh')};
    },
    'xmpp-token': async ({server: name, ...claims}) => (await get(name)).token(claims),
  };
  return {
    name: 'xmpp',
    async executeCommand({command, payload, session}) {
      if (!Object.hasOwn(commands, command)) return undefined;
      return commands[command](payload, session);
    },
    async serverStop() {
      for (const starting of running.values()) await (await starting).end();
    },
  };
};
