import {expect} from '@open-wc/testing';
import {initSession} from '../../src/session/init-session.js';
import {createSession, errorOf, useSessions} from './sessions.js';

useSessions();

describe('Session: invalid arguments', () => {
  it('null options are no options', async () => {
    const one = initSession('', 'room', null);
    // the usual engine, which wants a key
    expect(await errorOf(one.connect())).to.have.property('code', 'not-configured');
  });

  for (const connectTimeout of [0, -1, NaN, null as unknown as number]) {
    it(`connectTimeout ${connectTimeout} is invalid, and the default applies`, async () => {
      const one = createSession({connectTimeout});
      await one.connect();
      expect(one.state).to.equal('connected');
    });
  }

  it('a getCredentials that is not a function is not-configured, and not retried', async () => {
    const one = createSession({reconnect: 'auto', getCredentials: '/credentials' as unknown as () => never});
    expect(await errorOf(one.connect())).to.have.property('code', 'not-configured');
    expect(one.state).to.equal('disconnected');
  });

  it('a null token leaves the token as it is, and a handler that is not a function is not called', async () => {
    const one = createSession();
    one.token = 'data=me';
    await one.connect(null as unknown as string, 'handler' as unknown as () => void);
    expect(one.connection?.data).to.equal('me');
  });

  it('forceDisconnect() without a connection rejects with not-connected, or unknown-connection', async () => {
    const one = createSession();
    for (const nothing of [null, undefined, 5, {}] as unknown as string[]) {
      expect(await errorOf(one.forceDisconnect(nothing))).to.have.property('code', 'not-connected');
    }
    await one.connect('role=moderator');
    for (const nothing of [null, undefined, 5, {}] as unknown as string[]) {
      expect(await errorOf(one.forceDisconnect(nothing))).to.have.property('code', 'unknown-connection');
    }
    expect(one.connections.size).to.equal(1);
  });

  it('count() and uncount() accept an id, and ignore unknown ones', async () => {
    const one = createSession();
    one.on('connectionCreated', (event) => event.preventDefault());
    await one.connect();
    const own = one.connection!;
    for (const nobody of [null, undefined, 5, 'nobody', {}] as unknown as string[]) {
      one.count(nobody);
      one.uncount(nobody);
    }
    expect(one.connectionCount).to.equal(0);
    one.count(own.connectionId);
    expect(one.connectionCount).to.equal(1);
    one.uncount(own.connectionId);
    expect(one.connectionCount).to.equal(0);
    // what only looks like somebody does not stand for them
    one.count({connectionId: own.connectionId} as typeof own);
    expect(one.countedConnections.get(own.connectionId)).to.equal(own);
  });
});
