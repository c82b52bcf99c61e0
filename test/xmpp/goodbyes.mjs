// How many final stanzas of reloaded pages arrive: npm run test:xmpp -- test/xmpp/goodbyes.mjs. A measurement, not part of
// the check: the result depends on the load of the machine.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {after, before, test} from 'node:test';
import {inBrowsers} from '../pages/in-browsers.mjs';
import {servers, startServer} from './servers.mjs';
import {TcpProxy} from './tcp-proxy.mjs';
import {xmppPage} from './xmpp-room.mjs';

const TIMES = 20;

for (const serverName of servers) {
  inBrowsers(`pages that leave on ${serverName}`, {pages: {'/xmpp': xmppPage}}, ({open}) => {
    let server;
    let proxy;
    before(async () => {
      server = await startServer(serverName, {ping: 1, resume: 4});
      proxy = await TcpProxy.to(server.port);
    });
    after(async () => {
      proxy?.close();
      await server?.end();
    });

    for (const [kind, isProxied] of [
      ['ws', false],
      ['ws', true],
      ['bosh', true],
    ]) {
      test(`over ${kind}${isProxied ? ', through a proxy' : ''}: most`, async (context) => {
        const session = randomUUID();
        await server.createSession(session);
        const path = (port) => {
          const service = server.service(kind, port);
          return `/xmpp?${new URLSearchParams({'session-id': session, service, token: server.token({session})})}`;
        };
        const observer = await open(context, path());
        const page = await open(context, path(isProxied ? proxy.port : undefined));
        let heard = 0;
        for (let times = 0; times < TIMES; times++) {
          const id = await page.own();
          await observer.until((of) => window.received.some((event) => event.id === of), id);
          await page.reload();
          const [, end] = await observer.sawDeparture(id);
          if (end.endsWith('clientDisconnected')) heard++;
        }
        context.diagnostic(`${heard} of ${TIMES}`);
        assert.ok(heard > TIMES / 2);
      });
    }
  });
}
