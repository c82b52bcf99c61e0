// A session of 1,000: what a new member counts, and how long that takes compared to a client of the library alone. XMPP_CROWD
// sets another number.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {after, before, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {RawClient} from './raw-client.mjs';
import {servers, startServer} from './servers.mjs';
import {inBrowsers} from '../pages/in-browsers.mjs';
import {xmppPage} from './xmpp-room.mjs';

const CROWD = Number(process.env.XMPP_CROWD ?? 1000);
const ROUNDS = 7;
/** The maximum ratio of the element's time to the library's. */
const LIMIT = 1.3;

/** A page that can join a room with the library alone, and measures the time from `connect()` to the last member. */
const barePage = () => `<!doctype html>
<title>The library alone</title>
<script type="module">
  import {$pres, Strophe, MemoryStorageBackend} from '/node_modules/strophe.js/dist/strophe.esm.js';
  Strophe.setLogLevel(Strophe.LogLevel.FATAL);
  window.join = ({service, jid, token, key, room, nick}) => new Promise((resolve) => {
    const start = performance.now();
    const there = new Set();
    const connection = new Strophe.Connection(service, {
      enableStreamManagement: true,
      streamManagement: {storage: new MemoryStorageBackend()},
      mechanisms: [Strophe.SASLPlain],
    });
    connection.connect(jid, token, (status) => {
      if (status !== Strophe.Status.CONNECTED) return;
      connection.addHandler((stanza) => {
        const from = stanza.getAttribute('from');
        if (from.includes('/')) there.add(from);
        const isOurs = [...stanza.getElementsByTagName('status')].some((status) => status.getAttribute('code') === '110');
        if (isOurs) {
          resolve({time: performance.now() - start, count: there.size});
          connection.disconnect();
        }
        return !isOurs;
      }, null, 'presence');
      connection.send($pres({to: room + '/' + nick}).c('x', {xmlns: 'http://jabber.org/protocol/muc'}).c('password').t(key));
    });
  });
</script>`;

const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

for (const serverName of servers.slice(0, 1)) {
  const pages = {'/xmpp': xmppPage, '/bare': barePage};
  inBrowsers(`a session of ${CROWD} on ${serverName}`, {names: ['chromium'], pages}, ({open}) => {
    let server;
    const id = randomUUID();
    const crowd = [];
    before(async () => {
      server = await startServer(serverName, {resume: 5});
      await server.createSession(id);
      const room = `${id}@session.${server.host}`;
      // ten at a time: each arrival is sent to all
      for (let number = 0; number < CROWD;) {
        const ten = Array.from({length: Math.min(10, CROWD - number)}, async () => {
          const token = server.token({session: id});
          const client = await new RawClient(server).connect(token);
          await client.join(room, `crowd-${number++}`, {key: claimsOf(token).key});
          crowd.push(client);
        });
        await Promise.all(ten);
      }
    });
    after(async () => {
      for (const client of crowd) client.socket.terminate();
      await server?.end();
    });

    test(`a new member counts ${CROWD + 1}, as soon as the library alone could`, async (context) => {
      const room = `${id}@session.${server.host}`;
      const attributes = {'session-id': id, service: server.service(), token: server.token({session: id})};
      const ours = await open(context, `/xmpp?${new URLSearchParams({...attributes, 'connect-on': 'manual'})}`);
      const bare = await open(context, '/bare');
      await bare.until(() => window.join);
      await ours.until(() => customElements.get('ot-session'));

      // a page in the background is slow
      const oursOnce = async () => {
        await ours.page.bringToFront();
        return ours.evaluate(
          (expected) =>
            new Promise((resolve) => {
              const session = document.querySelector('ot-session');
              const start = performance.now();
              session.addEventListener('connectioncountchange', function look() {
                if (Number.isNaN(session.connectionCount)) return;
                const result = {time: performance.now() - start, count: session.connectionCount, expected};
                session.removeEventListener('connectioncountchange', look);
                session.disconnect().then(() => resolve(result));
              });
              session.connect();
            }),
          CROWD + 1,
        );
      };
      const bareOnce = async () => {
        await bare.page.bringToFront();
        const token = server.token({session: id});
        const {jid, key} = claimsOf(token);
        return bare.evaluate((how) => window.join(how), {
          service: server.service(),
          jid,
          token,
          key,
          room,
          nick: randomUUID(),
        });
      };

      /** Resolves when the previous one has left, by the room's own count. */
      const settled = async () => {
        const query = `<iq xmlns="jabber:client" type="get" id="n" to="${room}"><query xmlns="http://jabber.org/protocol/disco#info"/></iq>`;
        for (const deadline = Date.now() + 20_000; ; await sleep(50)) {
          const answer = await crowd[0].ask(query, /<iq[^>]*id=.n./);
          const count = Number(/roominfo_occupants.*?<value>(\d+)</.exec(answer)?.[1]);
          if (count === CROWD) return;
          assert.ok(Date.now() < deadline, `${count} are there: ${answer}`);
        }
      };

      await oursOnce(); // loads the engine
      await bareOnce();
      const times = {ours: [], bare: []};
      for (let round = 0; round < ROUNDS; round++) {
        await settled();
        const one = await oursOnce();
        await settled();
        const other = await bareOnce();
        assert.equal(one.count, CROWD + 1);
        assert.equal(other.count, CROWD + 1);
        times.ours.push(one.time);
        times.bare.push(other.time);
      }
      const ratio = median(times.ours) / median(times.bare);
      context.diagnostic(
        `ours ${median(times.ours).toFixed(0)} ms, the library alone ${median(times.bare).toFixed(0)} ms: ${ratio.toFixed(2)}`,
      );
      context.diagnostic(JSON.stringify(times));
      assert.ok(ratio <= LIMIT, `${ratio} times as long`);
    });
  });
}
