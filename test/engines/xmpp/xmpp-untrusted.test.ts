import {expect} from '@open-wc/testing';
import {roomAddress, serviceAddress} from '../../../src/engines/xmpp/xmpp-address.js';
import {XmppError, enterError, readError, removeError} from '../../../src/engines/xmpp/xmpp-errors.js';
import {readPresence} from '../../../src/engines/xmpp/xmpp-presence.js';
import {readXmppToken} from '../../../src/engines/xmpp/xmpp-token.js';
import {SessionError} from '../../../src/values/session-error.js';

const ROOM = 'lobby@session.chat.example.org';
const USER = 'xmlns="http://jabber.org/protocol/muc#user"';
const OURS = 'xmlns="urn:x-ot:connection:1"';

function stanza(inside: string, attributes = `from="${ROOM}/ann"`): Element {
  const text = `<presence xmlns="jabber:client" ${attributes}>${inside}</presence>`;
  return new DOMParser().parseFromString(text, 'text/xml').documentElement;
}

function thrown(call: () => unknown): SessionError {
  try {
    call();
  } catch (error) {
    return error as SessionError;
  }
  throw new Error('Nothing was thrown.');
}

describe('A presence from the network', () => {
  const reasonOf = (inside: string) =>
    readPresence(stanza(inside, `from="${ROOM}/ann" type="unavailable"`), ROOM)?.reason;
  const codes = (...all: number[]) => `<x ${USER}>${all.map((code) => `<status code="${code}"/>`).join('')}</x>`;

  for (const [what, inside, reason] of [
    ['says nothing', '', 'networkDisconnected'],
    ['says that it wants to', `<left ${OURS}/>`, 'clientDisconnected'],
    ['says so in another namespace', '<left/>', 'networkDisconnected'],
    ['removed itself', `<removed ${OURS}/>`, 'forceDisconnected'],
    ['was removed', codes(307), 'forceDisconnected'],
    ['was removed, and says that it wanted to', `${codes(307)}<left ${OURS}/>`, 'forceDisconnected'],
    ['was banned', codes(301), 'forceDisconnected'],
    ['is no member any more', codes(321), 'forceDisconnected'],
    ['could not be reached', codes(307, 333), 'networkDisconnected'],
    ['goes with its server', codes(332), 'serverRotation'],
    ['goes on under another name', codes(303), 'clientDisconnected'],
    ['goes with its room', `<x ${USER}><destroy/></x>`, 'forceDisconnected'],
  ] as const) {
    it(`of a departure and ${what}: ${reason}`, () => {
      expect(reasonOf(inside)).to.equal(reason);
    });
  }

  it('of another room, or of an unknown kind, is ignored', () => {
    for (const attributes of [
      '',
      `from="${ROOM}"`,
      `from="${ROOM}/"`,
      `from="other@session.chat.example.org/ann"`,
      `from="${ROOM}.evil/ann"`,
      `from="${ROOM}/ann" type="subscribe"`,
      `from="${ROOM}/ann" type="constructor"`,
      `from="${ROOM}/${'a'.repeat(1024)}"`,
    ]) {
      expect(readPresence(stanza('', attributes), ROOM), attributes).to.equal(undefined);
    }
  });

  it('contains the connection’s data, within limits', () => {
    const read = (inside: string) => readPresence(stanza(inside), ROOM)!.connection;
    expect(read(`<connection ${OURS} created="1700000000000">Ann &lt;b&gt;</connection>`)).to.deep.include({
      connectionId: 'ann',
      creationTime: 1_700_000_000_000,
      data: 'Ann <b>',
    });
    expect(read(`<connection ${OURS}>${'a'.repeat(8193)}</connection>`).data).to.equal('');
    for (const created of ['', 'NaN', '-1', 'Infinity', '1e300', '0x']) {
      const {creationTime} = read(`<connection ${OURS} created="${created}"/>`);
      expect(creationTime, created).to.be.closeTo(Date.now(), 1000);
    }
    expect(read('<connection created="1">forged</connection>').data).to.equal('');
    expect(read(`<x><connection ${OURS}>too deep</connection></x>`).data).to.equal('');
  });

  it('may have any string as its id', () => {
    expect(readPresence(stanza('', `from="${ROOM}/__proto__"`), ROOM)?.nick).to.equal('__proto__');
    expect(readPresence(stanza('', `from="${ROOM}/a/b"`), ROOM)?.nick).to.equal('a/b');
  });
});

describe('A token', () => {
  const made = (claims: unknown) => `e30.${btoa(JSON.stringify(claims)).replace(/=+$/, '')}.c2ln`;
  const jid = 'p.lobby.1@chat.example.org';

  it('contains account, key and data', () => {
    expect(readXmppToken(made({jid, key: 'k', data: 'd'}))).to.deep.equal({
      jid,
      host: 'chat.example.org',
      key: 'k',
      data: 'd',
    });
  });

  for (const [what, token] of Object.entries({
    'that is empty': '',
    'that is none': 'nonsense',
    'that holds no JSON': 'e30.bm8.c2ln',
    'without an account': made({}),
    'with an account that is none': made({jid: 'chat.example.org'}),
    'with data that is no text': made({jid, data: {}}),
    'with too much data': made({jid, data: 'a'.repeat(8193)}),
    'with data that XML cannot carry': made({jid, data: '\u0001'}),
    'that has expired': made({jid, exp: 1}),
  })) {
    it(`${what} is rejected, and not quoted`, () => {
      const error = thrown(() => readXmppToken(token));
      expect(error.code).to.equal('authentication-failed');
      if (token) expect(error.message).not.to.contain(token);
    });
  }
});

describe('An address', () => {
  it('of a room is the id at the server’s room service, or the id itself', () => {
    expect(roomAddress('Lobby', 'chat.example.org')).to.equal(ROOM);
    expect(roomAddress('lobby@rooms.example.org', 'chat.example.org')).to.equal('lobby@rooms.example.org');
    for (const id of ['a b', 'a/b', '@b', 'a@', 'a@b/c', 'a@b@c', '<a>', 'a'.repeat(1024)]) {
      expect(thrown(() => roomAddress(id, 'chat.example.org')).code, id).to.equal('invalid-session');
    }
  });

  it('of a service is an absolute URL', () => {
    for (const service of ['wss://chat.example.org/xmpp', 'https://chat.example.org/bosh']) {
      expect(serviceAddress(service)).to.equal(service);
    }
    for (const service of [undefined, '', 'chat.example.org', '/xmpp', 'javascript:alert(1)']) {
      expect(thrown(() => serviceAddress(service)).code, service).to.equal('not-configured');
    }
  });
});

describe('A refusal', () => {
  const refusal = (condition: string, text = '') =>
    readError(
      'stanza',
      stanza(
        `<error type="auth"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/><text xmlns="urn:ietf:params:xml:ns:xmpp-stanzas">${text}</text></error>`,
      ),
    );

  for (const [condition, code] of [
    ['not-authorized', 'authentication-failed'],
    ['registration-required', 'authentication-failed'],
    ['forbidden', 'invalid-session'],
    ['item-not-found', 'invalid-session'],
    ['service-unavailable', 'session-full'],
    ['conflict', 'connect-failed'],
    ['constructor', 'connect-failed'],
  ] as const) {
    it(`to join, ${condition}: ${code}`, () => {
      const error = enterError(refusal(condition));
      expect(error.code).to.equal(code);
      expect(error.cause).to.be.instanceOf(XmppError).with.property('condition', condition);
    });
  }

  it('has the server’s text in its cause only, truncated', () => {
    const error = enterError(refusal('not-authorized', 'secret '.repeat(1000)));
    expect(error.message).not.to.contain('secret');
    expect((error.cause as Error).message.length).to.be.at.most(500);
  });

  it('of a login, of a connection, of a removal', () => {
    expect(enterError(new XmppError('authentication', 'not-authorized')).code).to.equal('authentication-failed');
    expect(enterError(new XmppError('connection', 'host-unknown')).code).to.equal('not-configured');
    expect(enterError(new XmppError('connection', 'whatever')).code).to.equal('connect-failed');
    expect(enterError(new XmppError('timeout', 'no-answer')).code).to.equal('connect-failed');
    expect(removeError(refusal('not-allowed')).code).to.equal('permission-denied');
    expect(removeError(refusal('item-not-found')).code).to.equal('unknown-connection');
    expect(removeError(new XmppError('timeout', 'no-answer')).code).to.equal('timed-out');
    expect(removeError(new XmppError('connection', 'dropped')).code).to.equal('not-connected');
  });
});
