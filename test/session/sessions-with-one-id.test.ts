import {expect} from '@open-wc/testing';
import {SessionError} from '../../src/values/session-error.js';
import {recordEvents} from '../events.js';
import {settled} from '../wait.js';
import {createSession, errorOf, useSessions} from './sessions.js';
import {platform} from '../fakes/use-fake-platform.js';

useSessions();

describe('Session: two sessions of a page with the same id', () => {
  it('pitfall 9: share one connection, which ends when the last one disconnects', async () => {
    const [one, two] = [createSession(), createSession()];
    await one.connect();
    await two.connect();
    expect(platform.attempts.length).to.equal(1);
    expect([one.connectionCount, two.connectionCount]).to.deep.equal([1, 1]);
    expect(two.connection).to.equal(one.connection);
    await one.disconnect();
    platform.join('a');
    expect(one.connectionCount).to.be.NaN;
    expect(two.connectionCount).to.equal(2);
    expect(platform.running).to.equal(1);
    await two.disconnect();
    expect(platform.running).to.equal(0);
  });

  it('have their own default actions', async () => {
    const [one, two] = [createSession(), createSession()];
    one.on('connectionCreated', (event) => {
      event.preventDefault();
    });
    await Promise.all([one.connect(), two.connect()]);
    platform.join('a');
    expect([one.connectionCount, two.connectionCount]).to.deep.equal([0, 2]);
  });

  it('the second one receives the roster when it joins later, and that the connection is reconnecting', async () => {
    const [one, two] = [createSession(), createSession()];
    await one.connect();
    platform.join('a');
    platform.reconnecting();
    const log = recordEvents(two);
    await two.connect();
    expect(log).to.deep.equal([
      'sessionConnected',
      'connectionCreated fake-1',
      'connectionCreated a',
      'connectionCountChange',
      'sessionReconnecting',
    ]);
  });

  it('a different token is an error of the second one only', async () => {
    const [one, two] = [createSession(), createSession()];
    await one.connect('role=publisher');
    const error = await errorOf(two.connect('role=moderator'));
    expect(error.code).to.equal('session-in-use');
    expect(error.message).not.to.contain('role=');
    expect(one.state).to.equal('connected');
    expect(two.state).to.equal('disconnected');
  });

  it('both fail when their attempt fails, and both can try again', async () => {
    platform.refuse(new SessionError('session-full', 'Full.'));
    const [one, two] = [createSession(), createSession()];
    const errors = await Promise.all([errorOf(one.connect()), errorOf(two.connect())]);
    expect(errors.map((error) => error.code)).to.deep.equal(['session-full', 'session-full']);
    await Promise.all([one.connect(), two.connect()]);
    expect(platform.running).to.equal(1);
  });

  it('one that reconnects in its sessionDisconnected listener gets a new connection; the other receives its own event', async () => {
    const [one, two] = [createSession(), createSession()];
    await Promise.all([one.connect(), two.connect()]);
    let again: Promise<void> | undefined;
    one.once('sessionDisconnected', () => {
      again = one.connect();
    });
    const log = recordEvents(two);
    platform.disconnect('networkDisconnected');
    await again;
    expect(one.connection?.connectionId).to.equal('fake-2');
    expect(log).to.deep.equal(['sessionDisconnected networkDisconnected', 'connectionCountChange']);
  });

  it('an event triggered by a listener of one is dispatched on the other after the event that led to it', async () => {
    const [one, two] = [createSession(), createSession()];
    await Promise.all([one.connect('role=moderator'), two.connect('role=moderator')]);
    one.on('connectionCreated', (event) => {
      if (event.connection.data === 'bot') void one.forceDisconnect(event.connection);
    });
    const log = recordEvents(two);
    platform.join('b', 'bot');
    await settled();
    expect(log.filter((line) => line.startsWith('connection'))).to.deep.equal([
      'connectionCreated b',
      'connectionCountChange',
      'connectionDestroyed b forceDisconnected',
      'connectionCountChange',
    ]);
    expect([one.connectionCount, two.connectionCount]).to.deep.equal([1, 1]);
  });

  it('sessions with different ids have separate connections', async () => {
    const [one, two] = [createSession({}, 'a'), createSession({}, 'b')];
    await Promise.all([one.connect(), two.connect()]);
    expect(platform.running).to.equal(2);
    expect(one.connectionCount).to.equal(1);
  });
});

describe('Session: sharing a connection', () => {
  it('the same id on a different server is a different session', async () => {
    const [one, other] = [
      createSession({service: 'wss://one.example/'}),
      createSession({service: 'wss://other.example/'}),
    ];
    await Promise.all([one.connect(), other.connect()]);
    expect(platform.attempts.map(({config}) => config.service)).to.have.members([
      'wss://one.example/',
      'wss://other.example/',
    ]);
    expect(one.connection).not.to.equal(other.connection);
  });

  it('sessions with and without connectionEventsSuppressed cannot share one: session-in-use', async () => {
    const [one, other] = [createSession(), createSession({connectionEventsSuppressed: true})];
    await one.connect();
    expect(await errorOf(other.connect())).to.have.property('code', 'session-in-use');
    await one.disconnect();
    await other.connect();
    expect(await errorOf(one.connect())).to.have.property('code', 'session-in-use');
  });

  it('connectionEventsSuppressed suppresses all connection events, whatever the engine reports', async () => {
    platform.join('a');
    const one = createSession({connectionEventsSuppressed: true});
    const log = recordEvents(one);
    await one.connect();
    platform.join('b');
    platform.leave('a');
    expect(log).to.deep.equal(['sessionConnected']);
    expect([one.connections.size, one.connectionCount]).to.deep.equal([0, NaN]);
  });

  it('a session that is joining over a connection that gets removed is refused, and does not retry', async () => {
    const [one, other] = [createSession(), createSession({reconnect: 'auto'})];
    one.on('sessionConnected', () => {
      platform.disconnect('forceDisconnected');
    });
    const refused = errorOf(one.connect());
    expect(await errorOf(other.connect())).to.have.property('code', 'permission-denied');
    await refused;
    await settled();
    expect(other.state).to.equal('disconnected');
  });
});
