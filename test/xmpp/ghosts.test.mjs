// Clients that all die at once without a message: how many the server still lists when it should have noticed. ejabberd may
// keep some of them forever (docs/engines/ejabberd-ghosts.md); their number is only reported.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {after, before, describe, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {RawClient} from './raw-client.mjs';
import {servers, startServer} from './servers.mjs';

const CLIENTS = 150;
/** In seconds: how long a stream is kept, and how long the number of those listed may stay the same until it is final. */
const RESUME = 4;
const SETTLED = 10;

const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

for (const name of servers) {
  describe(`many members dying at once on ${name}`, () => {
    let server;
    before(async () => (server = await startServer(name, {resume: RESUME})));
    after(() => server?.end());

    for (const resumable of [false, true]) {
      test(
        resumable ? 'with resumable streams, as the engine uses them' : 'with streams that cannot be resumed',
        async (context) => {
          const id = randomUUID();
          await server.createSession(id);
          const room = `${id}@session.${server.host}`;
          const join = async (nick, options) => {
            const token = server.token({session: id});
            const client = await new RawClient(server, options).connect(token);
            context.after(() => client.socket.terminate());
            await client.join(room, nick, {key: claimsOf(token).key});
            return client;
          };
          const witness = await join('witness', {});
          const clients = [];
          while (clients.length < CLIENTS) {
            const batch = Array.from({length: 10}, (_, index) => join(`one-${clients.length + index}`, {resumable}));
            clients.push(...(await Promise.all(batch)));
          }
          const query = `<iq xmlns="jabber:client" type="get" id="n" to="${room}"><query xmlns="http://jabber.org/protocol/disco#info"/></iq>`;
          const count = async () => {
            const answer = await witness.ask(query, /<iq[^>]*id=.n./);
            return Number(/roominfo_occupants.*?<value>(\d+)</.exec(answer)?.[1]) - 1;
          };
          assert.equal(await count(), CLIENTS);
          for (const client of clients) client.die();
          const start = performance.now();
          let left = CLIENTS;
          let changed = start;
          while (left > 0 && performance.now() - changed < SETTLED * 1000) {
            await sleep(250);
            const listed = await count();
            if (listed !== left) changed = performance.now();
            left = listed;
          }
          const seconds = ((changed - start) / 1000).toFixed(1);
          context.diagnostic(
            `${name}, ${resumable ? 'resumable' : 'bare'}: ${left} of ${CLIENTS} listed after ${seconds} s`,
          );
          if (name === 'prosody') assert.equal(left, 0);
        },
      );
    }
  });
}

if (!servers.length)
  test('ghosts need a server: node scripts/servers/xmpp-servers.mjs --install', {skip: true}, () => {});
