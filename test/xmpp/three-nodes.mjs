// A cluster of three nodes of ejabberd behind nginx, and a page on each: npm run test:xmpp -- test/xmpp/three-nodes.mjs.
// Not part of the check, since it needs Erlang's distribution; in Chromium.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {afterEach, beforeEach, test} from 'node:test';
import {freePort} from '../../scripts/system/free-port.mjs';
import {findServers, hasProxy} from '../../scripts/servers/xmpp-servers.mjs';
import {inBrowsers} from '../pages/in-browsers.mjs';
import {startCluster} from './ejabberd-cluster.mjs';
import {startNginx} from './nginx.mjs';
import {TcpProxy} from './tcp-proxy.mjs';
import {xmppPage} from './xmpp-room.mjs';

const NAMES = ['a', 'b', 'c'];
const LOST = ['connectionCreated', 'connectionDestroyed networkDisconnected'];

const isPossible = findServers().includes('ejabberd') && hasProxy();
const skip = !isPossible && 'needs ejabberd and nginx: node scripts/servers/xmpp-servers.mjs --install';

inBrowsers('a cluster of three nodes', {names: ['chromium'], pages: {'/xmpp': xmppPage}}, ({open}) => {
  let cluster;
  let proxy;
  /** Where nginx goes to this node first, and to the others when that one is down. */
  let ports;

  beforeEach(async () => {
    if (skip) return;
    ports = Object.fromEntries(await Promise.all(NAMES.map(async (name) => [name, await freePort()])));
    cluster = await startCluster(NAMES, {ping: 1, resume: 4});
    const servers = NAMES.map((name) => {
      const [first, ...others] = [name, ...NAMES.filter((other) => other !== name)].map(
        (node) => `127.0.0.1:${cluster.nodes.get(node).port}`,
      );
      return `
        upstream from_${name} { server ${first}; ${others.map((other) => `server ${other} backup;`).join(' ')} }
        server {
          listen 127.0.0.1:${ports[name]};
          location = /xmpp {
            proxy_pass http://from_${name};
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection "upgrade";
            proxy_read_timeout 1h;
          }
        }`;
    });
    proxy = await startNginx(ports.a, servers.join(''));
  });

  afterEach(async () => {
    await proxy?.end();
    await cluster?.end();
    proxy = cluster = undefined;
  });

  /** A page on each node, in one session, which see each other; and the node in which the session lives. */
  async function openAll(context) {
    const session = randomUUID();
    const [, node] = [...cluster.nodes.values()];
    await node.createSession(session);
    const tabs = new Map();
    for (const name of NAMES) {
      const token = node.token({session, role: name === 'c' ? 'moderator' : 'publisher', data: name});
      const service = node.service('ws', ports[name]);
      tabs.set(name, await open(context, `/xmpp?${new URLSearchParams({'session-id': session, service, token})}`));
    }
    await Promise.all([...tabs.values()].map((tab) => tab.counts(NAMES.length)));
    const ids = Object.fromEntries(await Promise.all([...tabs].map(async ([name, tab]) => [name, await tab.own()])));
    const home = await cluster.nodeOf(session);
    assert.ok(NAMES.includes(home));
    context.diagnostic(`the session lives on ${home}`);
    return {session, tabs, ids, home};
  }

  test(
    'members on different nodes see each other, and a moderator removes one on another node',
    {skip},
    async (context) => {
      const {tabs, ids} = await openAll(context);
      await tabs.get('c').evaluate((id) => document.querySelector('ot-session').forceDisconnect(id), ids.a);
      assert.deepEqual(await tabs.get('a').endReasons(), ['forceDisconnected']);
      for (const name of ['b', 'c']) {
        assert.deepEqual(await tabs.get(name).sawDeparture(ids.a), [
          'connectionCreated',
          'connectionDestroyed forceDisconnected',
        ]);
        await tabs.get(name).counts(2);
      }
    },
  );

  test('an interrupted stream is resumed on another node, and nobody notices', {skip}, async (context) => {
    const {session, tabs} = await openAll(context);
    const path = await TcpProxy.to(ports.a);
    context.after(() => path.close());
    const node = cluster.nodes.get('b');
    const query = {'session-id': session, service: node.service('ws', path.port), token: node.token({session})};
    const fourth = await open(context, `/xmpp?${new URLSearchParams(query)}`);
    await Promise.all([...tabs.values(), fourth].map((tab) => tab.counts(4)));
    const id = await fourth.own();
    path.cut();
    path.target = ports.c;
    path.open();
    await fourth.until(() => window.received.some(({type}) => type === 'sessionReconnected'));
    assert.equal(await fourth.own(), id);
    for (const tab of tabs.values()) assert.deepEqual(await tab.eventsOf(id), ['connectionCreated']);
    // it is heard there, too
    await fourth.evaluate(() => document.querySelector('ot-session').disconnect());
    for (const tab of tabs.values())
      assert.deepEqual(await tab.sawDeparture(id), ['connectionCreated', 'connectionDestroyed clientDisconnected']);
  });

  test(
    'a node is killed: its members are lost for all others, and reconnect by themselves',
    {skip},
    async (context) => {
      const {tabs, ids, home} = await openAll(context);
      const dead = NAMES.find((name) => name !== home);
      const start = performance.now();
      await cluster.nodes.get(dead).stop('SIGKILL');
      const since = () => `${Math.round(performance.now() - start)} ms`;
      assert.deepEqual(await tabs.get(dead).endReasons(), ['networkDisconnected']);
      context.diagnostic(`its own page knows after ${since()}`);
      for (const name of NAMES) {
        if (name !== dead) assert.deepEqual(await tabs.get(name).sawDeparture(ids[dead]), LOST);
      }
      context.diagnostic(`the others know after ${since()}`);
      await Promise.all(NAMES.map((name) => tabs.get(name).counts(NAMES.length)));
      context.diagnostic(`all are there again after ${since()}`);
      for (const name of NAMES) if (name !== dead) assert.equal(await tabs.get(name).own(), ids[name]);
    },
  );

  test('the node of the session is killed: everyone is lost, and reconnects by themselves', {skip}, async (context) => {
    const {session, tabs, ids, home} = await openAll(context);
    const start = performance.now();
    await cluster.nodes.get(home).stop('SIGKILL');
    const since = () => `${Math.round(performance.now() - start)} ms`;
    for (const name of NAMES) assert.deepEqual(await tabs.get(name).endReasons(), ['networkDisconnected']);
    context.diagnostic(`everyone knows after ${since()}`);
    await Promise.all(NAMES.map((name) => tabs.get(name).counts(NAMES.length)));
    context.diagnostic(`all are there again after ${since()}`);
    for (const name of NAMES) assert.notEqual(await tabs.get(name).own(), ids[name]);
    const survivors = NAMES.filter((name) => name !== home);
    assert.ok(survivors.includes(await cluster.nodeOf(session, survivors[0])));
    // the moderator still is one, of a session that still wants its key
    await tabs.get('c').evaluate(() => {
      const session = document.querySelector('ot-session');
      const [other] = [...session.connections.keys()].filter((id) => id !== session.connection.connectionId);
      return session.forceDisconnect(other);
    });
    await tabs.get('c').counts(2);
  });
});
