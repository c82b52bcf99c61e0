// The engine xmpp in whole pages, on real servers: who comes and goes in which way, and what becomes of it when the network or
// the server fails. Chromium on all servers that are installed, the other browsers on one.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {after, before, describe, test} from 'node:test';
import {servers, startServer} from './servers.mjs';
import {TcpProxy} from './tcp-proxy.mjs';
import {inBrowsers} from '../pages/in-browsers.mjs';
import {processOf} from '../pages/process-of.mjs';
import {allIsTold} from '../pages/tab.mjs';
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

      /** A session of a test's own. Gives the address of a page in it. */
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
       * Whoever goes with its page says goodbye. ejabberd drops last words if the socket is closed right after them, which only
       * in Firefox leaves them the time. Then it takes until the stream is not kept any more.
       */
      async function leftSomehow(tab, id, kind) {
        const events = await tab.saw(id);
        const isSure = serverName !== 'ejabberd' || (name === 'firefox' && kind === 'ws');
        if (!isSure) assert.equal(events.length, 2);
        else assert.deepEqual(events, LEFT);
      }

      const told = (tab, type) => tab.until((of) => window.told.some((event) => event.type === of), type);
      const types = (tab) => tab.evaluate(() => window.told.map(({type}) => type));

      for (const kind of ['ws', 'bosh']) {
        describe(`over ${kind}`, () => {
          test('each sees the other, with what its token says, and nothing of the library is left in the page', async (context) => {
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
            assert.deepEqual(await first.saw(secondId), LEFT);
            await first.counts(1);
          });

          test('removed by a moderator: forceDisconnected for everyone, and the removed one stays out', async (context) => {
            const {first, second, secondId} = await openTwo(context, {kind});
            await first.evaluate((id) => document.querySelector('ot-session').forceDisconnect(id), secondId);
            assert.deepEqual(await second.out(), ['forceDisconnected']);
            assert.deepEqual(await first.saw(secondId), REMOVED);
            assert.equal(await second.state(), 'disconnected');
          });

          test('a tab that closes: clientDisconnected', async (context) => {
            const {first, second, secondId} = await openTwo(context, {kind});
            await second.close();
            await leftSomehow(first, secondId, kind);
          });

          test('a tab that is loaded anew: clientDisconnected, and one newcomer', async (context) => {
            const {first, second, secondId} = await openTwo(context, {kind});
            await second.reload();
            await leftSomehow(first, secondId, kind);
            await Promise.all([first.counts(2), second.counts(2)]);
          });

          test('a tab that goes elsewhere and comes back: it left, and is another connection', async (context) => {
            const {first, second, secondId} = await openTwo(context, {kind});
            await second.goto(new URL('/elsewhere', await second.evaluate(() => location.href)).href);
            await leftSomehow(first, secondId, kind);
            await second.back();
            await Promise.all([first.counts(2), second.counts(2)]);
            assert.notEqual(await second.own(), secondId);
            // Firefox keeps none of these pages, and loads it anew
            const isRestored = name !== 'firefox';
            assert.deepEqual(await second.evaluate(() => window.shows), isRestored ? [false, true] : [false]);
            if (isRestored) assert.deepEqual(await second.out(), ['networkDisconnected']);
          });

          // Firefox closes sockets before a page goes, so it is taken to have gone when it is about to
          test('a tab that was about to go, and stays: there still, or again', async (context) => {
            const {room, first, second, secondId} = await openTwo(context, {kind});
            const asked = () => site.requests.filter((path) => path === '/nothing').length;
            const before = asked();
            await second.evaluate(() => void (location.href = '/nothing'));
            if (name === 'firefox') {
              assert.deepEqual(await first.saw(secondId), LEFT);
              assert.deepEqual(await second.out(), ['networkDisconnected']);
            } else {
              await allIsTold(room(), first, second);
            }
            await Promise.all([first.counts(2), second.counts(2)]);
            // over BOSH, WebKit ends the requests when the page is about to go
            assert.equal(asked(), before + 1);
            if (kind === 'ws' || name === 'chromium')
              assert.equal((await second.own()) === secondId, name !== 'firefox');
          });

          test('the server restarted under both: both are there again by themselves', async (context) => {
            const {first, second, secondId} = await openTwo(context, {kind});
            await server.stop();
            await server.start();
            for (const tab of [first, second]) {
              const [reason] = await tab.out();
              assert.match(reason, /^(networkDisconnected|serverRotation)$/);
              context.diagnostic(`${serverName} over ${kind}: ${reason}`);
            }
            // what a reconnecting page waits for grows with each attempt that fails
            await Promise.all(
              [first, second].map((tab) => tab.until(() => document.querySelector('ot-connection-count').value === 2)),
            );
            assert.notEqual(await second.own(), secondId);
          });
        });
      }

      if (name === 'chromium') {
        test('a tab that is killed: networkDisconnected, when the server does not keep its stream any more', async (context) => {
          const {first, second, secondId} = await openTwo(context);
          process.kill(await processOf(browser(), second), 'SIGKILL');
          const start = performance.now();
          assert.deepEqual(await first.saw(secondId), LOST);
          context.diagnostic(`${serverName}: seen after ${Math.round(performance.now() - start)} ms`);
          await first.counts(1);
        });
      }

      test('a network that is cut for a moment: resumed, nobody else notices, and what was missed follows', async (context) => {
        const {room, first, second, secondId} = await openTwo(context);
        const third = await open(context, room());
        await Promise.all([first, second, third].map((tab) => tab.counts(3)));
        const thirdId = await third.own();
        proxy.cut();
        await told(second, 'sessionReconnecting');
        assert.equal(await second.state(), 'reconnecting');
        await third.evaluate(() => document.querySelector('ot-session').disconnect());
        assert.deepEqual(await first.saw(thirdId), LEFT);
        const fourth = await open(context, room());
        await fourth.counts(3);
        proxy.open();
        await told(second, 'sessionReconnected');
        assert.deepEqual(await second.saw(thirdId), LEFT);
        await second.counts(3);
        assert.deepEqual(await second.toldOf(await fourth.own()), ['connectionCreated']);
        assert.deepEqual(await first.toldOf(secondId), ['connectionCreated']);
        assert.equal(await second.own(), secondId);
        const after = await types(second);
        assert.deepEqual(after.slice(after.indexOf('sessionReconnecting')), [
          'sessionReconnecting',
          'sessionReconnected',
          'connectionDestroyed',
          'connectionCreated',
        ]);
      });

      test('a network that swallows everything for a moment: noticed, and resumed', async (context) => {
        const {first, second, secondId} = await openTwo(context);
        proxy.swallow();
        const start = performance.now();
        await told(second, 'sessionReconnecting');
        context.diagnostic(`${serverName}: noticed after ${Math.round(performance.now() - start)} ms`);
        proxy.open();
        await told(second, 'sessionReconnected');
        assert.equal(await second.own(), secondId);
        assert.deepEqual(await first.toldOf(secondId), ['connectionCreated']);
      });

      test('a network that is gone for longer than the server waits: networkDisconnected, and there again by itself', async (context) => {
        const {first, second, secondId} = await openTwo(context);
        proxy.cut();
        assert.deepEqual(await first.saw(secondId), LOST);
        proxy.open();
        assert.deepEqual(await second.out(), ['networkDisconnected']);
        await Promise.all([first.counts(2), second.counts(2)]);
        assert.notEqual(await second.own(), secondId);
      });

      test('over bosh, a network that is cut for a moment', async (context) => {
        const {first, second, secondId} = await openTwo(context, {kind: 'bosh'});
        proxy.cut();
        await told(second, 'sessionReconnecting');
        proxy.open();
        await second.until(() => window.told.some(({type}) => type === 'sessionReconnected' || type === 'out'));
        await Promise.all([first.counts(2), second.counts(2)]);
        context.diagnostic(
          `${serverName}: ${(await types(second)).join(' ')}; ${(await second.own()) === secondId ? 'the same' : 'another'} connection`,
        );
      });

      test('roster="none": the number, without being in it', async (context) => {
        const {room, first} = await openTwo(context);
        const onlooker = await open(context, room({attributes: {roster: 'none'}}));
        await onlooker.counts(2);
        assert.equal(await onlooker.evaluate(() => document.querySelector('ot-session').connections.size), 0);
        const third = await open(context, room());
        await Promise.all([onlooker.counts(3), first.counts(3)]);
        await third.close();
        await Promise.all([onlooker.counts(2), first.counts(2)]);
      });

      test('the classic script loads the engine from beside itself', async (context) => {
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
