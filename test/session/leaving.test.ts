import {expect} from '@open-wc/testing';
import {recordEvents} from '../events.js';
import {settled} from '../wait.js';
import {createSession, errorOf, useSessions} from './sessions.js';
import {platform} from '../fakes/use-fake-platform.js';

useSessions();

describe('Session: leaving', () => {
  it('dispatches sessionDisconnected once, and no connectionDestroyed', async () => {
    platform.join('a');
    const one = createSession();
    await one.connect();
    const log = recordEvents(one);
    await one.disconnect();
    await one.disconnect();
    platform.leave('a');
    expect(log).to.deep.equal(['sessionDisconnected clientDisconnected', 'connectionCountChange']);
    expect(one.state).to.equal('disconnected');
  });

  it('dispatches nothing if it was never connected', async () => {
    const one = createSession();
    const log = recordEvents(one);
    await one.disconnect();
    expect(log).to.deep.equal([]);
  });

  it('disconnect(); connect() in one task ends connected, with one connection', async () => {
    const one = createSession();
    await one.connect();
    void one.disconnect();
    await one.connect();
    expect(one.state).to.equal('connected');
    expect(platform.running).to.equal(1);
    expect(one.connectionCount).to.equal(1);
  });

  it('connect(); disconnect() in one task ends disconnected, with the promise rejected and no event', async () => {
    const one = createSession();
    const log = recordEvents(one);
    const joined = one.connect();
    void one.disconnect();
    expect((await errorOf(joined)).code).to.equal('aborted');
    await settled();
    expect(log).to.deep.equal([]);
    expect(platform.running).to.equal(0);
  });

  it('a newer connect() aborts the older one', async () => {
    const one = createSession();
    const older = one.connect('role=publisher');
    const newer = one.connect('role=moderator');
    expect((await errorOf(older)).code).to.equal('aborted');
    await newer;
    expect(one.capabilities.forceDisconnect).to.equal(1);
    expect(platform.running).to.equal(1);
  });

  it('pitfall 11: calls of an engine after disconnect() are ignored', async () => {
    const one = createSession();
    await one.connect();
    const {observer} = platform.attempts[0]!;
    await one.disconnect();
    const log = recordEvents(one);
    observer.connectionCreated({connectionId: 'late', id: 'late', creationTime: 0, data: ''});
    observer.reconnecting();
    observer.disconnected('networkDisconnected');
    expect(log).to.deep.equal([]);
    expect(one.connections.size).to.equal(0);
  });

  it('clears the roster before it dispatches sessionDisconnected', async () => {
    const one = createSession();
    await one.connect();
    const seen: unknown[] = [];
    one.on('sessionDisconnected', () =>
      seen.push(one.connections.size, one.connectionCount, one.state, one.connection),
    );
    platform.disconnect('forceDisconnected');
    expect(seen).to.deep.equal([0, NaN, 'disconnected', null]);
  });
});
