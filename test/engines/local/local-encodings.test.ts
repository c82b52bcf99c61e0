import {expect} from '@open-wc/testing';
import {heldConnections, leaderLock, memberLocks, sessionPrefix} from '../../../src/engines/local/local-locks.js';
import {Connection} from '../../../src/values/connection.js';
import {SessionError} from '../../../src/values/session-error.js';
import {readMessage} from '../../../src/engines/local/local-messages.js';
import {readLocalToken} from '../../../src/engines/local/local-token.js';

const ODD = 'é😀"\\|:\n\0{}[]\u2028한';

describe('The locks of the local engine', () => {
  let release: () => void;
  let held: Promise<void>;
  let requests: Promise<unknown>[];

  beforeEach(() => {
    held = new Promise((resolve) => (release = resolve));
    requests = [];
  });
  afterEach(async () => {
    release();
    await Promise.all(requests);
  });

  function hold(name: string, options: LockOptions = {}): Promise<void> {
    return new Promise((granted) => {
      requests.push(
        navigator.locks.request(name, options, () => {
          granted();
          return held;
        }),
      );
    });
  }

  const newPrefix = (more = '') => sessionPrefix(crypto.randomUUID() + more);
  const newConnection = (data: string) => new Connection(crypto.randomUUID(), Date.now(), data);

  const datas = {
    none: '',
    short: 'Ann',
    odd: ODD,
    'of 8192 characters': 'a'.repeat(8192),
    'of 8192 odd characters': ODD.repeat(1000).slice(0, 8192),
    'of 8192 quotes': '"'.repeat(8192),
    'of 8192 characters that need the longest escapes': '\ud800'.repeat(8192),
  };
  for (const [kind, data] of Object.entries(datas))
    it(`identify their holder, with data ${kind}, in a session with the longest id`, async () => {
      const prefix = sessionPrefix(`${crypto.randomUUID()}${ODD}`.padEnd(256, '한'));
      const connection = newConnection(data);
      const names = memberLocks(prefix, connection);
      for (const name of names) {
        expect(name.length).to.be.at.most(1000);
        expect(name.slice(prefix.length)).to.match(/^[ -~]*$/);
        await hold(name);
      }
      expect([...(await heldConnections(prefix)).values()]).to.deep.equal([connection]);
    });

  it('are all held by a member', async () => {
    const prefix = newPrefix();
    const connection = newConnection('a'.repeat(3000));
    const names = memberLocks(prefix, connection);
    expect(names).to.have.lengthOf(4);
    for (const missing of names) {
      for (const name of names) if (name !== missing) await hold(name);
      expect((await heldConnections(prefix)).size).to.equal(0);
      release();
      await Promise.all(requests);
      held = new Promise((resolve) => (release = resolve));
    }
  });

  it('are held by a member, not just waited for, as the leader does', async () => {
    const prefix = newPrefix();
    await hold(memberLocks(prefix, newConnection(''))[0], {mode: 'shared'});
    await hold(leaderLock(prefix));
    expect((await heldConnections(prefix)).size).to.equal(0);
  });

  it('are distinguished from similar ones', async () => {
    const prefix = newPrefix();
    const names = [
      '',
      'x',
      ':0:[1,""]',
      'a:0:',
      'b:0:{}',
      'c:0:null',
      'd:0:[1]',
      'e:0:["1",""]',
      'f:999:[1,""]',
      'g:1:[1,""]',
    ];
    for (const name of names) await hold(prefix + name);
    expect((await heldConnections(prefix)).size).to.equal(0);
  });

  it('belong to a single session', async () => {
    const sessionIds = ['a', 'a:', 'a:b', '1:a', 'a:1:a:', '"a"', 'A', ' a', 'a '].map(
      (id) => `${id}${crypto.randomUUID()}`,
    );
    const connections = sessionIds.map(newConnection);
    for (const [index, sessionId] of sessionIds.entries())
      for (const name of memberLocks(sessionPrefix(sessionId), connections[index]!)) await hold(name);
    for (const [index, sessionId] of sessionIds.entries())
      expect([...(await heldConnections(sessionPrefix(sessionId))).values()]).to.deep.equal([connections[index]]);
  });

  for (const [what, sessionId] of Object.entries({
    'an empty': '',
    'a too long': 'a'.repeat(257),
    'an ill-formed': 'a\ud800',
  }))
    it(`are not created for ${what} session id`, () => {
      expect(() => sessionPrefix(sessionId))
        .to.throw(SessionError)
        .with.property('code', 'invalid-session');
    });
});

describe('A message of the local engine', () => {
  const nothing = {here: undefined, gone: [], digest: undefined};

  it('is received as it was sent', () => {
    const here = new Connection('a', 1, 'data');
    expect(readMessage(structuredClone({here}))).to.deep.equal({...nothing, here});
    expect(readMessage(structuredClone({here})).here).to.be.instanceOf(Connection);
    const gone = [
      ['a', 'clientDisconnected'],
      ['b', null],
    ];
    expect(readMessage({gone, digest: '2 5'})).to.deep.equal({...nothing, gone, digest: '2 5'});
  });

  it('is ignored if it is junk', () => {
    const junk = [
      null,
      undefined,
      0,
      1,
      '',
      'x',
      true,
      [],
      [[]],
      {},
      new Map(),
      {gone: {}},
      {gone: 'a'},
      {digest: 1},
      {here: []},
    ];
    for (const sent of junk) expect(readMessage(sent)).to.deep.equal(nothing);
  });

  it('cannot introduce an invalid connection', () => {
    const right = {connectionId: 'a', creationTime: 1, data: ''};
    expect(readMessage({here: right}).here).to.deep.equal(new Connection('a', 1, ''));
    for (const wrong of [
      {connectionId: ''},
      {connectionId: 'a'.repeat(65)},
      {connectionId: 5},
      {creationTime: NaN},
      {creationTime: Infinity},
      {creationTime: '1'},
      {data: null},
      {data: 'a'.repeat(8193)},
    ])
      expect(readMessage({here: {...right, ...wrong}}).here).to.equal(undefined);
  });

  it('contains valid departures only', () => {
    const right = ['a', 'networkDisconnected'];
    const gone = [
      right,
      [],
      ['a'],
      ['a', 'bored'],
      ['', null],
      [1, null],
      ['a', undefined],
      null,
      'a',
      {0: 'a', 1: null},
    ];
    expect(readMessage({gone}).gone).to.deep.equal([right]);
  });

  it('contains the first 10,000 departures, and no digest that is longer than one can be', () => {
    const gone = Array.from({length: 10_001}, (_, number) => [String(number), null]);
    expect(readMessage({gone}).gone).to.deep.equal(gone.slice(0, -1));
    expect(readMessage({digest: '1'.repeat(65)})).to.deep.equal(nothing);
  });
});

describe('The local token', () => {
  const tokens: [token: string, role: string, data: string][] = [
    ['', 'publisher', ''],
    ['role=moderator', 'moderator', ''],
    ['role=subscriber&data=Ann', 'subscriber', 'Ann'],
    ['data=Ann+%26+Bob%3D%C3%A9&role=publisher', 'publisher', 'Ann & Bob=é'],
    ['data={"name":"Ann"}', 'publisher', '{"name":"Ann"}'],
    ['unknown=key&role=moderator', 'moderator', ''],
    // a lone surrogate has no form encoding
    ['data=\ud800', 'publisher', '\ufffd'],
    // the vendor's, old and new
    ['T1==cGFydG5lcl9pZD00NTY3OCZzaWc9MTIz', 'publisher', ''],
    ['eyJhbGciOiJSUzI1NiJ9.eyJyb2xlIjoibW9kZXJhdG9yIn0.c2ln', 'publisher', ''],
  ];
  for (const [token, role, data] of tokens)
    it(`"${token}" is a ${role}'s`, () => expect(readLocalToken(token)).to.deep.equal({role, data}));

  it('has data of up to 8192 characters', () => {
    expect(readLocalToken(`data=${'a'.repeat(8192)}`).data).to.have.lengthOf(8192);
    expect(() => readLocalToken(`data=${'secret'.repeat(1366)}`))
      .to.throw(SessionError, /data .* 8192/)
      .that.satisfies(
        ({code, message}: SessionError) => code === 'authentication-failed' && !message.includes('secret'),
      );
  });

  for (const role of ['king', '', 'Moderator'])
    it(`with the role "${role}" is refused, by a message that lists the roles and does not quote the given one`, () =>
      expect(() => readLocalToken(`role=${role}&data=secret`))
        .to.throw(SessionError, 'subscriber, publisher, moderator')
        .that.satisfies(
          ({code, message}: SessionError) => code === 'authentication-failed' && !/king|Moderator|secret/.test(message),
        ));
});
