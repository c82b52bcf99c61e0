import {expect} from '@open-wc/testing';
import {initSession} from '../../src/session/init-session.js';
import {createSession, errorOf, useSessions} from './sessions.js';

useSessions();

describe('Session: invalid arguments', () => {
  it('null options are no options', async () => {
    const session = initSession('', 'room', null);
    // the default engine requires a key
    expect(await errorOf(session.connect())).to.have.property('code', 'not-configured');
  });

  for (const connectTimeout of [0, -1, NaN, null as unknown as number]) {
    it(`connectTimeout ${connectTimeout} is invalid, and the default applies`, async () => {
      const session = createSession({connectTimeout});
      await session.connect();
      expect(session.state).to.equal('connected');
    });
  }

  it('a getCredentials that is not a function is not-configured, and not retried', async () => {
    const session = createSession({reconnect: 'auto', getCredentials: '/credentials' as unknown as () => never});
    expect(await errorOf(session.connect())).to.have.property('code', 'not-configured');
    expect(session.state).to.equal('disconnected');
  });

  it('a null token leaves the token as it is, and a handler that is not a function is not called', async () => {
    const session = createSession();
    session.token = 'data=me';
    await session.connect(null as unknown as string, 'handler' as unknown as () => void);
    expect(session.connection?.data).to.equal('me');
  });

  it('forceDisconnect() without a connection rejects with not-connected, or unknown-connection', async () => {
    const session = createSession();
    for (const nothing of [null, undefined, 5, {}] as unknown as string[]) {
      expect(await errorOf(session.forceDisconnect(nothing))).to.have.property('code', 'not-connected');
    }
    await session.connect('role=moderator');
    for (const nothing of [null, undefined, 5, {}] as unknown as string[]) {
      expect(await errorOf(session.forceDisconnect(nothing))).to.have.property('code', 'unknown-connection');
    }
    expect(session.connections.size).to.equal(1);
  });

  it('count() and uncount() accept an id, and ignore unknown ones', async () => {
    const session = createSession();
    session.on('connectionCreated', (event) => event.preventDefault());
    await session.connect();
    const own = session.connection!;
    for (const nobody of [null, undefined, 5, 'nobody', {}] as unknown as string[]) {
      session.count(nobody);
      session.uncount(nobody);
    }
    expect(session.connectionCount).to.equal(0);
    session.count(own.connectionId);
    expect(session.connectionCount).to.equal(1);
    session.uncount(own.connectionId);
    expect(session.connectionCount).to.equal(0);
    // an object that only resembles the connection is not stored
    session.count({connectionId: own.connectionId} as typeof own);
    expect(session.countedConnections.get(own.connectionId)).to.equal(own);
  });
});
