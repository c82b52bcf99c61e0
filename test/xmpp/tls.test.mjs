// The servers and nginx before them, all with the configurations of docs/engines/xmpp.md, and a self-made certificate.
import assert from 'node:assert/strict';
import {randomBytes, randomUUID} from 'node:crypto';
import {after, before, test} from 'node:test';
import {freePort} from '../../scripts/system/free-port.mjs';
import {hasProxy} from '../../scripts/servers/xmpp-servers.mjs';
import {inBrowsers} from '../pages/in-browsers.mjs';
import {configs, nginxConfig} from './guide.mjs';
import {startNginx} from './nginx.mjs';
import {servers, startServer} from './servers.mjs';
import {xmppPage} from './xmpp-room.mjs';

const names = ['chromium', 'firefox'];
const trusting = {acceptInsecureCerts: true};
const tested = hasProxy() ? servers : [];

for (const serverName of tested) {
  const options = {names, pages: {'/xmpp': xmppPage}, launch: {chromium: trusting, firefox: trusting}};

  inBrowsers(`${serverName} behind nginx`, options, ({open}) => {
    let server;
    let proxy;
    before(async () => {
      server = await startServer(serverName, {secret: randomBytes(32).toString('hex'), config: configs[serverName]});
      const port = await freePort();
      proxy = await startNginx(port, nginxConfig(server, port), server.host);
    });
    after(async () => {
      await proxy?.end();
      await server?.end();
    });

    for (const [title, path] of Object.entries({'wss:': 'xmpp', 'https:': 'bosh'})) {
      test(`over ${title}: two members see each other, and the departure of one`, async (context) => {
        const session = randomUUID();
        await server.createSession(session);
        const room = (data) => {
          const service = `${title}//${server.host}:${proxy.port}/${path}`;
          return `/xmpp?${new URLSearchParams({'session-id': session, service, token: server.token({session, data})})}`;
        };
        const first = await open(context, room('Ann'));
        const second = await open(context, room('Bob'));
        await Promise.all([first.counts(2), second.counts(2)]);
        const id = await second.own();
        await second.evaluate(() => document.querySelector('ot-session').disconnect());
        assert.deepEqual(await first.sawDeparture(id), ['connectionCreated', 'connectionDestroyed clientDisconnected']);
        await first.counts(1);
        assert.deepEqual(await first.problems(), []);
      });
    }
  });
}

if (!tested.length)
  test('TLS needs a server and nginx: node scripts/servers/xmpp-servers.mjs --install', {skip: true}, () => {});
