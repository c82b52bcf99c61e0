import {expect} from '@open-wc/testing';
import {recordEvents} from '../events.js';
import {settled} from '../wait.js';
import {createSession, errorOf, useSessions} from './sessions.js';
import {platform} from '../fakes/use-fake-platform.js';

useSessions();

describe('Session: leaving', () => {
  it('dispatches sessionDisconnected once, and no connectionDestroyed', async () => {
    platform.join('a');
    const session = createSession();
    await session.connect();
    const log = recordEvents(session);
    await session.disconnect();
    await session.disconnect();
    platform.leave('a');
    expect(log).to.deep.equal(['sessionDisconnected clientDisconnected', 'connectionCountChange']);
    expect(session.state).to.equal('disconnected');
  });

  it('dispatches nothing if it was never connected', async () => {
    const session = createSession();
    const log = recordEvents(session);
    await session.disconnect();
    expect(log).to.deep.equal([]);
  });

  it('disconnect(); connect() in one task ends connected, with one connection', async () => {
    const session = createSession();
    await session.connect();
    void session.disconnect();
    await session.connect();
    expect(session.state).to.equal('connected');
    expect(platform.running).to.equal(1);
    expect(session.connectionCount).to.equal(1);
  });

  it('connect(); disconnect() in one task ends disconnected, with the promise rejected and no event', async () => {
    const session = createSession();
    const log = recordEvents(session);
    const joined = session.connect();
    void session.disconnect();
    expect((await errorOf(joined)).code).to.equal('aborted');
    await settled();
    expect(log).to.deep.equal([]);
    expect(platform.running).to.equal(0);
  });

  it('a newer connect() aborts the older one', async () => {
    const session = createSession();
    const older = session.connect('role=publisher');
    const newer = session.connect('role=moderator');
    expect((await errorOf(older)).code).to.equal('aborted');
    await newer;
    expect(session.capabilities.forceDisconnect).to.equal(1);
    expect(platform.running).to.equal(1);
  });

  it('pitfall 11: calls of an engine after disconnect() are ignored', async () => {
    const session = createSession();
    await session.connect();
    const {observer} = platform.attempts[0]!;
    await session.disconnect();
    const log = recordEvents(session);
    observer.connectionCreated({connectionId: 'late', id: 'late', creationTime: 0, data: ''});
    observer.reconnecting();
    observer.disconnected('networkDisconnected');
    expect(log).to.deep.equal([]);
    expect(session.connections.size).to.equal(0);
  });

  it('clears the roster before it dispatches sessionDisconnected', async () => {
    const session = createSession();
    await session.connect();
    const seen: unknown[] = [];
    session.on('sessionDisconnected', () =>
      seen.push(session.connections.size, session.connectionCount, session.state, session.connection),
    );
    platform.disconnect('forceDisconnected');
    expect(seen).to.deep.equal([0, NaN, 'disconnected', null]);
  });
});
