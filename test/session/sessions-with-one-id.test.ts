import {expect} from '@open-wc/testing';
import {SessionError} from '../../src/values/session-error.js';
import {recordEvents} from '../events.js';
import {settled} from '../wait.js';
import {createSession, errorOf, useSessions} from './sessions.js';
import {platform} from '../fakes/use-fake-platform.js';

useSessions();

describe('Session: two on one page for one session id', () => {
  it('pitfall 9: share one connection; the first to leave does not end it for the other, the last does', async () => {
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

  it('each has its own default actions', async () => {
    const [one, two] = [createSession(), createSession()];
    one.on('connectionCreated', (event) => {
      event.preventDefault();
    });
    await Promise.all([one.connect(), two.connect()]);
    platform.join('a');
    expect([one.connectionCount, two.connectionCount]).to.deep.equal([0, 2]);
  });

  it('the second is told of everyone who is there when it comes late, and that it is reconnecting', async () => {
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

  it('another token for the same id is an error of the second one only', async () => {
    const [one, two] = [createSession(), createSession()];
    await one.connect('role=publisher');
    const error = await errorOf(two.connect('role=moderator'));
    expect(error.code).to.equal('session-in-use');
    expect(error.message).not.to.contain('role=');
    expect(one.state).to.equal('connected');
    expect(two.state).to.equal('disconnected');
  });

  it('both fail when the one attempt fails, and both can try again', async () => {
    platform.refuse(new SessionError('session-full', 'Full.'));
    const [one, two] = [createSession(), createSession()];
    const errors = await Promise.all([errorOf(one.connect()), errorOf(two.connect())]);
    expect(errors.map((error) => error.code)).to.deep.equal(['session-full', 'session-full']);
    await Promise.all([one.connect(), two.connect()]);
    expect(platform.running).to.equal(1);
  });

  it('one that connects again in its sessionDisconnected listener gets a new connection, the other its own event', async () => {
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

  it('what a listener of one brings about is told to the other after what it came of', async () => {
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

  it('different ids are different connections', async () => {
    const [one, two] = [createSession({}, 'a'), createSession({}, 'b')];
    await Promise.all([one.connect(), two.connect()]);
    expect(platform.running).to.equal(2);
    expect(one.connectionCount).to.equal(1);
  });
});

describe('Session: sharing a connection', () => {
  it('the same id on another server is another session', async () => {
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

  it('who wants to be told of nobody, and who does not, cannot share one: session-in-use', async () => {
    const [one, other] = [createSession(), createSession({connectionEventsSuppressed: true})];
    await one.connect();
    expect(await errorOf(other.connect())).to.have.property('code', 'session-in-use');
    await one.disconnect();
    await other.connect();
    expect(await errorOf(one.connect())).to.have.property('code', 'session-in-use');
  });

  it('with connectionEventsSuppressed nobody is announced, whatever the engine tells', async () => {
    platform.join('a');
    const one = createSession({connectionEventsSuppressed: true});
    const log = recordEvents(one);
    await one.connect();
    platform.join('b');
    platform.leave('a');
    expect(log).to.deep.equal(['sessionConnected']);
    expect([one.connections.size, one.connectionCount]).to.deep.equal([0, NaN]);
  });

  it('removed while another one joins over the same connection: that one is refused, and stays out', async () => {
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
