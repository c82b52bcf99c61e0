import {expect} from '@open-wc/testing';
import {heldConnections, leaderLock, memberLocks, sessionPrefix} from '../../../src/engines/local/local-locks.js';
import {Connection} from '../../../src/values/connection.js';
import {SessionError} from '../../../src/values/session-error.js';

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
