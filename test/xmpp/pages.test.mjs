// The engine xmpp in whole pages, on real servers: all ways to join and leave, and failures of the network or the server.
// Chromium on all servers that are installed, the other browsers on one.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {after, before, describe, test} from 'node:test';
import {servers, startServer} from './servers.mjs';
import {TcpProxy} from './tcp-proxy.mjs';
import {inBrowsers} from '../pages/in-browsers.mjs';
import {processOf} from '../pages/process-of.mjs';
import {allDelivered} from '../pages/tab.mjs';
import {classicPage, xmppPage} from './xmpp-room.mjs';

const LEFT = ['connectionCreated', 'connectionDestroyed clientDisconnected'];
const LOST = ['connectionCreated', 'connectionDestroyed networkDisconnected'];
const REMOVED = ['connectionCreated', 'connectionDestroyed forceDisconnected'];
/** How long a server keeps a stream that was interrupted, in seconds. */
const RESUME = 4;

for (const serverName of servers) {
  const names = serverName === servers[0] ? undefined : ['chromium'];

  inBrowsers(
    `the engine xmpp on ${serverName}`,
    {names, pages: {'/xmpp': xmppPage, '/classic': classicPage, '/nothing': () => undefined}},
    ({name, open, site, browser}) => {
      let server;
      let proxy;
      before(async () => {
        server = await startServer(serverName, {ping: 1, resume: RESUME});
        proxy = await TcpProxy.to(server.port);
      });
      after(async () => {
        proxy?.close();
        await server?.end();
      });

      /** Creates a session. Returns a function that returns the URL of a page in it. */
      async function newSession({kind = 'ws'} = {}) {
        const id = randomUUID();
        await server.createSession(id);
        return ({through, attributes = {}, ...claims} = {}) =>
          `/xmpp?${new URLSearchParams({
            'session-id': id,
            service: server.service(kind, through?.port),
            token: server.token({session: id, ...claims}),
            ...attributes,
          })}`;
      }

      /** Two tabs that see each other, the first one's role moderator; the second one's server is reached through the proxy. */
      async function openTwo(context, options) {
        proxy.open();
        const room = await newSession(options);
        const first = await open(context, room({role: 'moderator', data: 'Ann'}));
        const second = await open(context, room({through: proxy, data: 'Bob <&> 👋'}));
        await Promise.all([first.counts(2), second.counts(2)]);
        return {room, first, second, secondId: await second.own()};
      }

      /**
       * A closing page sends a final stanza. ejabberd drops it if the socket is closed right after it; only Firefox leaves
       * enough time. Otherwise it takes until the server drops the stream.
       */
      async function leftSomehow(tab, id, kind) {
        const events = await tab.sawDeparture(id);
        const isSure = serverName !== 'ejabberd' || (name === 'firefox' && kind === 'ws');
        if (!isSure) assert.equal(events.length, 2);
        else assert.deepEqual(events, LEFT);
      }

      const received = (tab, type) => tab.until((of) => window.received.some((event) => event.type === of), type);
      const types = (tab) => tab.evaluate(() => window.received.map(({type}) => type));

      for (const kind of ['ws', 'bosh']) {
        describe(`over ${kind}`, () => {
          test('each sees the other, with the data of its token, and the library leaves no global behind', async (context) => {
            const {first, second, secondId} = await openTwo(context, {kind});
            const seen = await first.evaluate((id) => {
              const {data, creationTime} = document.querySelector('ot-session').connections.get(id);
              return {data, age: Date.now() - creationTime};
            }, secondId);
            assert.equal(seen.data, 'Bob <&> 👋');
            assert.ok(seen.age >= 0 && seen.age < 30_000);
            assert.deepEqual(await second.evaluate(() => [window.Strophe, typeof window.$iq]), [
              'the page’s own',
              'undefined',
            ]);
            assert.deepEqual(await first.problems(), []);
          });

          test('disconnect(): clientDisconnected', async (context) => {
            const {first, second, secondId} = await openTwo(context, {kind});
            await second.evaluate(() => document.querySelector('ot-session').disconnect());
            assert.deepEqual(await first.sawDeparture(secondId), LEFT);
            await first.counts(1);
          });

          test('removed by a moderator: forceDisconnected for everyone, and the removed tab does not reconnect', async (context) => {
            const {first, second, secondId} = await openTwo(context, {kind});
            await first.evaluate((id) => document.querySelector('ot-session').forceDisconnect(id), secondId);
            assert.deepEqual(await second.endReasons(), ['forceDisconnected']);
            assert.deepEqual(await first.sawDeparture(secondId), REMOVED);
            assert.equal(await second.state(), 'disconnected');
          });

          test('a tab that closes: clientDisconnected', async (context) => {
            const {first, second, secondId} = await openTwo(context, {kind});
            await second.close();
            await leftSomehow(first, secondId, kind);
          });

          test('a tab that is reloaded: clientDisconnected, and one new connection', async (context) => {
            const {first, second, secondId} = await openTwo(context, {kind});
            await second.reload();
            await leftSomehow(first, secondId, kind);
            await Promise.all([first.counts(2), second.counts(2)]);
          });

          test('a tab that navigates away and back: it left, and has another connection', async (context) => {
            const {first, second, secondId} = await openTwo(context, {kind});
            await second.goto(new URL('/elsewhere', await second.evaluate(() => location.href)).href);
            await leftSomehow(first, secondId, kind);
            await second.back();
            await Promise.all([first.counts(2), second.counts(2)]);
            assert.notEqual(await second.own(), secondId);
            // Firefox caches none of these pages, and reloads them
            const isRestored = name !== 'firefox';
            assert.deepEqual(await second.evaluate(() => window.shows), isRestored ? [false, true] : [false]);
            if (isRestored) assert.deepEqual(await second.endReasons(), ['networkDisconnected']);
          });

          // Firefox closes sockets before a page unloads, so the page leaves at beforeunload
          test('a tab whose navigation is canceled: still in the session, or again', async (context) => {
            const {room, first, second, secondId} = await openTwo(context, {kind});
            const asked = () => site.requests.filter((path) => path === '/nothing').length;
            const before = asked();
            await second.evaluate(() => void (location.href = '/nothing'));
            if (name === 'firefox') {
              assert.deepEqual(await first.sawDeparture(secondId), LEFT);
              assert.deepEqual(await second.endReasons(), ['networkDisconnected']);
            } else {
              await allDelivered(room(), first, second);
            }
            await Promise.all([first.counts(2), second.counts(2)]);
            // over BOSH, WebKit ends the requests at beforeunload
            assert.equal(asked(), before + 1);
            if (kind === 'ws' || name === 'chromium')
              assert.equal((await second.own()) === secondId, name !== 'firefox');
          });

          test('the server restarts: both reconnect by themselves', async (context) => {
            const {first, second, secondId} = await openTwo(context, {kind});
            await server.stop();
            await server.start();
            for (const tab of [first, second]) {
              const [reason] = await tab.endReasons();
              assert.match(reason, /^(networkDisconnected|serverRotation)$/);
              context.diagnostic(`${serverName} over ${kind}: ${reason}`);
            }
            // the reconnect delay grows with each failed attempt
            await Promise.all(
              [first, second].map((tab) => tab.until(() => document.querySelector('ot-connection-count').value === 2)),
            );
            assert.notEqual(await second.own(), secondId);
          });
        });
      }

      if (name === 'chromium') {
        test('a tab that is killed: networkDisconnected, once the server drops its stream', async (context) => {
          const {first, second, secondId} = await openTwo(context);
          process.kill(await processOf(browser(), second), 'SIGKILL');
          const start = performance.now();
          assert.deepEqual(await first.sawDeparture(secondId), LOST);
          context.diagnostic(`${serverName}: seen after ${Math.round(performance.now() - start)} ms`);
          await first.counts(1);
        });
      }

      test('a brief network outage: the stream is resumed, nobody else notices, and missed changes follow', async (context) => {
        const {room, first, second, secondId} = await openTwo(context);
        const third = await open(context, room());
        await Promise.all([first, second, third].map((tab) => tab.counts(3)));
        const thirdId = await third.own();
        proxy.cut();
        await received(second, 'sessionReconnecting');
        assert.equal(await second.state(), 'reconnecting');
        await third.evaluate(() => document.querySelector('ot-session').disconnect());
        assert.deepEqual(await first.sawDeparture(thirdId), LEFT);
        const fourth = await open(context, room());
        await fourth.counts(3);
        proxy.open();
        await received(second, 'sessionReconnected');
        assert.deepEqual(await second.sawDeparture(thirdId), LEFT);
        await second.counts(3);
        assert.deepEqual(await second.eventsOf(await fourth.own()), ['connectionCreated']);
        assert.deepEqual(await first.eventsOf(secondId), ['connectionCreated']);
        assert.equal(await second.own(), secondId);
        const after = await types(second);
        assert.deepEqual(after.slice(after.indexOf('sessionReconnecting')), [
          'sessionReconnecting',
          'sessionReconnected',
          'connectionDestroyed',
          'connectionCreated',
        ]);
      });

      test('a network that briefly drops every packet: detected, and the stream is resumed', async (context) => {
        const {first, second, secondId} = await openTwo(context);
        proxy.swallow();
        const start = performance.now();
        await received(second, 'sessionReconnecting');
        context.diagnostic(`${serverName}: noticed after ${Math.round(performance.now() - start)} ms`);
        proxy.open();
        await received(second, 'sessionReconnected');
        assert.equal(await second.own(), secondId);
        assert.deepEqual(await first.eventsOf(secondId), ['connectionCreated']);
      });

      test('an outage longer than the server waits: networkDisconnected, and it reconnects by itself', async (context) => {
        const {first, second, secondId} = await openTwo(context);
        proxy.cut();
        assert.deepEqual(await first.sawDeparture(secondId), LOST);
        proxy.open();
        assert.deepEqual(await second.endReasons(), ['networkDisconnected']);
        await Promise.all([first.counts(2), second.counts(2)]);
        assert.notEqual(await second.own(), secondId);
      });

      test('over bosh, a brief network outage', async (context) => {
        const {first, second, secondId} = await openTwo(context, {kind: 'bosh'});
        proxy.cut();
        await received(second, 'sessionReconnecting');
        proxy.open();
        await second.until(() => window.received.some(({type}) => type === 'sessionReconnected' || type === 'out'));
        await Promise.all([first.counts(2), second.counts(2)]);
        context.diagnostic(
          `${serverName}: ${(await types(second)).join(' ')}; ${(await second.own()) === secondId ? 'the same' : 'another'} connection`,
        );
      });

      test('roster="none": the number, without being counted', async (context) => {
        const {room, first} = await openTwo(context);
        const onlooker = await open(context, room({attributes: {roster: 'none'}}));
        await onlooker.counts(2);
        assert.equal(await onlooker.evaluate(() => document.querySelector('ot-session').connections.size), 0);
        const third = await open(context, room());
        await Promise.all([onlooker.counts(3), first.counts(3)]);
        await third.close();
        await Promise.all([onlooker.counts(2), first.counts(2)]);
      });

      test('the classic script loads the engine from its own folder', async (context) => {
        const room = await newSession();
        const tab = await open(context, room().replace('/xmpp', '/classic'));
        await tab.counts(1);
        assert.deepEqual(await tab.problems(), []);
      });

      test('a token of another session is refused', async (context) => {
        const [room, other] = [await newSession(), await newSession()];
        const id = new URLSearchParams(room().slice(6)).get('session-id');
        const tab = await open(context, other({attributes: {'session-id': id, reconnect: 'never'}}));
        const error = await tab.until(() => {
          const {error} = document.querySelector('ot-session');
          return error && {code: error.code, message: error.message, cause: error.cause.condition};
        });
        assert.equal(error.code, 'authentication-failed');
        context.diagnostic(`${serverName}: ${JSON.stringify(error)}`);
      });
    },
  );
}

if (!servers.length)
  test('the engine xmpp needs a server: node scripts/servers/xmpp-servers.mjs --install', {skip: true}, () => {});
