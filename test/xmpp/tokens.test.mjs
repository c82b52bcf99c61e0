// What servers let in with which token: both, as docs/engines/xmpp.md sets them up; and what Prosody's plugins add.
import assert from 'node:assert/strict';
import {generateKeyPairSync, randomUUID} from 'node:crypto';
import {after, before, describe, test} from 'node:test';
import {claimsOf, mint} from './jwt.mjs';
import {RawClient} from './raw-client.mjs';
import {servers, startServer} from './servers.mjs';

const now = () => Math.floor(Date.now() / 1000);

for (const name of servers) {
  describe(`tokens on ${name}`, () => {
    let server;
    before(async () => (server = await startServer(name)));
    after(() => server?.end());

    async function session() {
      const id = randomUUID();
      await server.createSession(id);
      return {id, room: `${id}@session.${server.host}`, token: (claims) => server.token({session: id, ...claims})};
    }

    async function enter(context, token, {room, jid, nick = randomUUID(), inside}) {
      const client = new RawClient(server);
      context.after(() => client.socket?.terminate());
      await client.connect(token, jid);
      const answer = await client.join(room, nick, {key: claimsOf(token).key, inside});
      return {client, answer, nick};
    }

    test('a valid one joins, with its role', async (context) => {
      const {room, token} = await session();
      const {answer} = await enter(context, token({role: 'moderator'}), {room});
      assert.match(answer, /role=.moderator/);
      assert.match((await enter(context, token(), {room})).answer, /role=.participant/);
    });

    test('the first one to enter does not own the room', async (context) => {
      const {room, token} = await session();
      const {answer} = await enter(context, token(), {room});
      assert.doesNotMatch(answer, /affiliation=.owner/);
      assert.match(answer, /role=.participant/);
    });

    const {privateKey: foreignKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
    const forgeries = {
      'no token': () => 'nonsense',
      'an empty one': () => '',
      'an expired one': (token) => token({expiresIn: -10}),
      'one that never expires': (token) => token({exp: undefined}),
      'one with a signature of another key': (token) => mint(claimsOf(token()), foreignKey),
      'one with a signature of another secret': (token) =>
        mint(claimsOf(token()), 'another secret of at least 32 characters'),
      'one without a signature': (token) => {
        const header = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
        return `${header}.${token().split('.')[1]}.`;
      },
      'one with another content than was signed': (token) => {
        const [header, , signature] = token().split('.');
        const claims = {...claimsOf(token()), exp: now() + 9999};
        return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
      },
    };
    for (const [what, forge] of Object.entries(forgeries)) {
      test(`refused: ${what}`, async (context) => {
        const {room, token} = await session();
        const {jid} = claimsOf(token());
        await assert.rejects(enter(context, forge(token), {room, jid}), /not-authorized|malformed-request/);
      });
    }

    test('refused: a token of another account', async (context) => {
      const {room, token} = await session();
      await assert.rejects(enter(context, token(), {room, jid: `somebody@${server.host}`}), /not-authorized/);
    });

    test('refused: a token of another session', async (context) => {
      const [{token}, {room}] = [await session(), await session()];
      await assert.rejects(enter(context, token(), {room}), /not-authorized|registration-required/);
    });

    test('refused: an id that is taken', async (context) => {
      const {room, token} = await session();
      const {nick} = await enter(context, token(), {room});
      await assert.rejects(enter(context, token(), {room, nick}), /conflict/);
    });

    test('claiming a moderator’s role, or the marks of a removal, has no effect', async (context) => {
      const {room, token} = await session();
      const {client} = await enter(context, token({role: 'moderator'}), {room});
      const inside = `<x xmlns="http://jabber.org/protocol/muc#user"><item role="moderator" affiliation="owner"/><status code="307"/></x>`;
      const nick = randomUUID();
      const received = client.next(new RegExp(nick));
      await enter(context, token(), {room, nick, inside});
      assert.doesNotMatch(await received, /role=.moderator|affiliation=.owner|code=.307/);
    });

    test('a participant can neither remove anybody nor change a role', async (context) => {
      const {room, token} = await session();
      const other = await enter(context, token({role: 'moderator'}), {room});
      const {client, nick} = await enter(context, token(), {room});
      for (const item of [
        `<item nick="${other.nick}" role="none"/>`,
        `<item nick="${nick}" role="moderator"/>`,
        `<item jid="${claimsOf(token()).jid}" affiliation="owner"/>`,
      ]) {
        const answer = await client.ask(
          `<iq xmlns="jabber:client" type="set" id="i" to="${room}"><query xmlns="http://jabber.org/protocol/muc#admin">${item}</query></iq>`,
          /<iq[^>]*id=.i./,
        );
        assert.match(answer, /type=.error/);
      }
    });

    if (name !== 'prosody') return;

    test('the server sends the token’s data and the time of the connection, whatever the client claims', async (context) => {
      const {room, token} = await session();
      const {client} = await enter(context, token(), {room});
      const nick = randomUUID();
      const received = client.next(new RegExp(`<presence[^>]*${nick}`));
      const forged = `<connection xmlns="urn:x-ot:connection:1" created="1">forged</connection>`;
      await enter(context, token({data: 'Žofie <&>'}), {room, nick, inside: forged});
      const stanza = await received;
      assert.match(stanza, />Žofie &lt;&amp;&gt;</);
      assert.doesNotMatch(stanza, /forged|created=.1['"]/);
      const created = Number(/created=['"](\d+)/.exec(stanza)[1]);
      assert.ok(Math.abs(created - Date.now()) < 10_000);
      // members that join later receive the same
      const later = new RawClient(server);
      context.after(() => later.socket?.terminate());
      await later.connect(token());
      const toldLater = later.next(new RegExp(`<presence[^>]*${nick}`));
      await later.join(room, randomUUID());
      assert.equal(Number(/created=['"](\d+)/.exec(await toldLater)[1]), created);
    });

    test('two connections of one account have the data of their own tokens', async (context) => {
      const {room, token} = await session();
      const {client} = await enter(context, token(), {room});
      const {jid} = claimsOf(token());
      for (const data of ['one', 'two']) {
        const nick = randomUUID();
        const received = client.next(new RegExp(`<presence[^>]*${nick}`));
        await enter(context, token({jid, data, role: data === 'one' ? 'moderator' : 'publisher'}), {room, nick});
        const stanza = await received;
        assert.match(stanza, new RegExp(`>${data}<`));
        assert.match(stanza, data === 'one' ? /role=.moderator/ : /role=.participant/);
      }
    });

    test('a connection cannot change its id', async (context) => {
      const {room, token} = await session();
      const {client} = await enter(context, token(), {room});
      await assert.rejects(client.join(room, randomUUID()), /not-allowed/);
    });

    for (const [what, claims] of Object.entries({
      'data that XML cannot carry': {data: 'a\u0001b'},
      'data that is no text': {data: {name: 'Ann'}},
      'too much data': {data: 'a'.repeat(40_000)},
      'no session': {session: undefined},
    })) {
      test(`refused: a token with ${what}`, async (context) => {
        const {room, token} = await session();
        await assert.rejects(enter(context, token(claims), {room}), /not-authorized|closed|failure/);
      });
    }
  });
}

if (!servers.length)
  test('tokens need a server: node scripts/servers/xmpp-servers.mjs --install', {skip: true}, () => {});
