// What a room does besides joins and leaves: with pages, and with clients that do what no page would.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {after, before, test} from 'node:test';
import {inBrowsers} from '../pages/in-browsers.mjs';
import {claimsOf} from './jwt.mjs';
import {RawClient} from './raw-client.mjs';
import {servers, startServer} from './servers.mjs';
import {xmppPage} from './xmpp-room.mjs';

const LEFT = ['connectionCreated', 'connectionDestroyed clientDisconnected'];
const LOST = ['connectionCreated', 'connectionDestroyed networkDisconnected'];
const REMOVED = ['connectionCreated', 'connectionDestroyed forceDisconnected'];

for (const serverName of servers) {
  inBrowsers(`a room of ${serverName}`, {names: ['chromium'], pages: {'/xmpp': xmppPage}}, ({open}) => {
    let server;
    before(async () => {
      server = await startServer(serverName, {ping: 1, resume: 4});
    });
    after(() => server?.end());

    /** A page in a session of its own, and what enters the same one. */
    async function openRoom(context) {
      const session = randomUUID();
      await server.createSession(session);
      const room = `${session}@session.${server.host}`;
      const enter = async (attributes) => {
        const token = server.token({session});
        const query = {'session-id': session, service: server.service(), token, ...attributes};
        const tab = await open(context, `/xmpp?${new URLSearchParams(query)}`);
        await tab.own();
        return {tab, jid: claimsOf(token).jid};
      };
      const {tab} = await enter();
      /** A client that is not a page; its nick is its connection id. */
      const join = async () => {
        const token = server.token({session});
        const client = new RawClient(server);
        context.after(() => client.socket?.terminate());
        await client.connect(token);
        await client.join(room, randomUUID(), {key: claimsOf(token).key});
        await tab.counts(2);
        return client;
      };
      return {session, room, tab, enter, join};
    }

    test('a session id may be the whole address of the room', async (context) => {
      const {room, tab, enter} = await openRoom(context);
      const {tab: other} = await enter({'session-id': room});
      await Promise.all([tab.counts(2), other.counts(2)]);
    });

    test('members regularly broadcast an empty message', async (context) => {
      const {join} = await openRoom(context);
      const client = await join();
      let message;
      for (let times = 0; times < 3; times++) message = await client.next(/^<message[^>]*type=.groupchat.*<roll /);
      context.diagnostic(`${message.length} bytes`);
    });

    test('an unreachable member: networkDisconnected', async (context) => {
      const {room, tab, join} = await openRoom(context);
      const client = await join();
      // the server's response in the name of an absent member
      client.send(
        `<message xmlns="jabber:client" type="error" to="${room}"><error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`,
      );
      assert.deepEqual(await tab.sawDeparture(client.nick), LOST);
      await tab.counts(1);
    });

    test('a new nick: one member left and another joined, where the server allows it', async (context) => {
      const {room, tab, join} = await openRoom(context);
      const client = await join();
      const nick = randomUUID();
      const answer = await client.ask(
        `<presence xmlns="jabber:client" to="${room}/${nick}"/>`,
        /code=.303.|type=.error/,
      );
      if (serverName === 'prosody') {
        assert.match(answer, /not-allowed/);
        assert.deepEqual(await tab.eventsOf(client.nick), ['connectionCreated']);
      } else {
        assert.deepEqual(await tab.sawDeparture(client.nick), LEFT);
        await tab.until((id) => window.received.some((event) => event.id === id), nick);
        assert.deepEqual(await tab.eventsOf(nick), ['connectionCreated']);
      }
      await tab.counts(2);
    });

    // with the plugins for Prosody nobody owns a room: nobody can ban, or destroy it
    if (serverName === 'prosody') return;

    test('banned by the backend: forceDisconnected for everyone, and the member cannot join again', async (context) => {
      const {session, tab, enter} = await openRoom(context);
      const {tab: banned, jid} = await enter();
      await tab.counts(2);
      const id = await banned.own();
      await server.ban(session, jid);
      assert.deepEqual(await banned.endReasons(), ['forceDisconnected']);
      assert.deepEqual(await tab.sawDeparture(id), REMOVED);
      const refusal = await banned.evaluate(() =>
        document
          .querySelector('ot-session')
          .connect()
          .catch(({code}) => code),
      );
      assert.equal(refusal, 'invalid-session');
    });

    test('the session is destroyed by the backend: forceDisconnected for everyone', async (context) => {
      const {session, tab, enter} = await openRoom(context);
      const {tab: other} = await enter();
      await tab.counts(2);
      await server.destroySession(session);
      for (const each of [tab, other]) {
        assert.deepEqual(await each.endReasons(), ['forceDisconnected']);
        assert.equal(await each.state(), 'disconnected');
      }
    });
  });
}

if (!servers.length)
  test('a room needs a server: node scripts/servers/xmpp-servers.mjs --install', {skip: true}, () => {});
