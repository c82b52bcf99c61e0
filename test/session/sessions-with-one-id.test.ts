import {expect} from '@open-wc/testing';
import {SessionError} from '../../src/values/session-error.js';
import {recordEvents} from '../events.js';
import {settled} from '../wait.js';
import {createSession, errorOf, useSessions} from './sessions.js';
import {platform} from '../fakes/use-fake-platform.js';

useSessions();

describe('Session: two sessions of a page with the same id', () => {
  it('pitfall 9: share one connection, which ends when the last one disconnects', async () => {
    const [first, second] = [createSession(), createSession()];
    await first.connect();
    await second.connect();
    expect(platform.attempts.length).to.equal(1);
    expect([first.connectionCount, second.connectionCount]).to.deep.equal([1, 1]);
    expect(second.connection).to.equal(first.connection);
    await first.disconnect();
    platform.join('a');
    expect(first.connectionCount).to.be.NaN;
    expect(second.connectionCount).to.equal(2);
    expect(platform.running).to.equal(1);
    await second.disconnect();
    expect(platform.running).to.equal(0);
  });

  it('have their own default actions', async () => {
    const [first, second] = [createSession(), createSession()];
    first.on('connectionCreated', (event) => {
      event.preventDefault();
    });
    await Promise.all([first.connect(), second.connect()]);
    platform.join('a');
    expect([first.connectionCount, second.connectionCount]).to.deep.equal([0, 2]);
  });

  it('the second one receives the roster when it joins later, and that the connection is reconnecting', async () => {
    const [first, second] = [createSession(), createSession()];
    await first.connect();
    platform.join('a');
    platform.reconnecting();
    const log = recordEvents(second);
    await second.connect();
    expect(log).to.deep.equal([
      'sessionConnected',
      'connectionCreated fake-1',
      'connectionCreated a',
      'connectionCountChange',
      'sessionReconnecting',
    ]);
  });

  it('a different token is an error of the second one only', async () => {
    const [first, second] = [createSession(), createSession()];
    await first.connect('role=publisher');
    const error = await errorOf(second.connect('role=moderator'));
    expect(error.code).to.equal('session-in-use');
    expect(error.message).not.to.contain('role=');
    expect(first.state).to.equal('connected');
    expect(second.state).to.equal('disconnected');
  });

  it('both fail when their attempt fails, and both can try again', async () => {
    platform.refuse(new SessionError('session-full', 'Full.'));
    const [first, second] = [createSession(), createSession()];
    const errors = await Promise.all([errorOf(first.connect()), errorOf(second.connect())]);
    expect(errors.map((error) => error.code)).to.deep.equal(['session-full', 'session-full']);
    await Promise.all([first.connect(), second.connect()]);
    expect(platform.running).to.equal(1);
  });

  it('one that reconnects in its sessionDisconnected listener gets a new connection; the other receives its own event', async () => {
    const [first, second] = [createSession(), createSession()];
    await Promise.all([first.connect(), second.connect()]);
    let again: Promise<void> | undefined;
    first.once('sessionDisconnected', () => {
      again = first.connect();
    });
    const log = recordEvents(second);
    platform.disconnect('networkDisconnected');
    await again;
    expect(first.connection?.connectionId).to.equal('fake-2');
    expect(log).to.deep.equal(['sessionDisconnected networkDisconnected', 'connectionCountChange']);
  });

  it('an event triggered by a listener of one is dispatched on the other after the event that led to it', async () => {
    const [first, second] = [createSession(), createSession()];
    await Promise.all([first.connect('role=moderator'), second.connect('role=moderator')]);
    first.on('connectionCreated', (event) => {
      if (event.connection.data === 'bot') void first.forceDisconnect(event.connection);
    });
    const log = recordEvents(second);
    platform.join('b', 'bot');
    await settled();
    expect(log.filter((line) => line.startsWith('connection'))).to.deep.equal([
      'connectionCreated b',
      'connectionCountChange',
      'connectionDestroyed b forceDisconnected',
      'connectionCountChange',
    ]);
    expect([first.connectionCount, second.connectionCount]).to.deep.equal([1, 1]);
  });

  it('sessions with different ids have separate connections', async () => {
    const [first, second] = [createSession({}, 'a'), createSession({}, 'b')];
    await Promise.all([first.connect(), second.connect()]);
    expect(platform.running).to.equal(2);
    expect(first.connectionCount).to.equal(1);
  });
});

describe('Session: sharing a connection', () => {
  it('the same id on a different server is a different session', async () => {
    const [first, second] = [
      createSession({service: 'wss://one.example/'}),
      createSession({service: 'wss://other.example/'}),
    ];
    await Promise.all([first.connect(), second.connect()]);
    expect(platform.attempts.map(({config}) => config.service)).to.have.members([
      'wss://one.example/',
      'wss://other.example/',
    ]);
    expect(first.connection).not.to.equal(second.connection);
  });

  it('sessions with and without connectionEventsSuppressed cannot share one: session-in-use', async () => {
    const [first, second] = [createSession(), createSession({connectionEventsSuppressed: true})];
    await first.connect();
    expect(await errorOf(second.connect())).to.have.property('code', 'session-in-use');
    await first.disconnect();
    await second.connect();
    expect(await errorOf(first.connect())).to.have.property('code', 'session-in-use');
  });

  it('connectionEventsSuppressed suppresses all connection events, whatever the engine reports', async () => {
    platform.join('a');
    const session = createSession({connectionEventsSuppressed: true});
    const log = recordEvents(session);
    await session.connect();
    platform.join('b');
    platform.leave('a');
    expect(log).to.deep.equal(['sessionConnected']);
    expect([session.connections.size, session.connectionCount]).to.deep.equal([0, NaN]);
  });

  it('a session that is joining over a connection that gets removed is refused, and does not retry', async () => {
    const [first, second] = [createSession(), createSession({reconnect: 'auto'})];
    first.on('sessionConnected', () => {
      platform.disconnect('forceDisconnected');
    });
    const refused = errorOf(first.connect());
    expect(await errorOf(second.connect())).to.have.property('code', 'permission-denied');
    await refused;
    await settled();
    expect(second.state).to.equal('disconnected');
  });
});
