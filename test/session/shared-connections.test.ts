import {expect} from '@open-wc/testing';
import {SessionError} from '../../src/values/session-error.js';
import {registerEngine} from '../../src/engines/engine-registry.js';
import type {Engine} from '../../src/engines/engine.js';
import {recordEvents} from '../events.js';
import {settled, until} from '../wait.js';
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

describe('a connection that sessions share', () => {
  it('outlives the last session that is released if another one takes its place in the same task', async () => {
    const session = createSession();
    await session.connect();
    const {connectionId} = session.connection!;
    void session.release();
    expect(session.state).to.equal('disconnected');
    const next = createSession();
    await next.connect();
    await settled();
    expect(next.connection!.connectionId).to.equal(connectionId);
    expect(platform.attempts.length).to.equal(1);
  });

  it('ends when no session takes the place of the one that is released', async () => {
    const session = createSession();
    await session.connect();
    void session.release();
    await until(() => platform.running === 0, 'the connection has ended');
    await session.connect();
    expect(platform.attempts.length).to.equal(2);
  });

  it('ends at once when the last session calls disconnect()', async () => {
    const session = createSession();
    await session.connect();
    void session.disconnect();
    expect(platform.running).to.equal(0);
  });

  it('a session that takes the place of another needs no credentials of its own', async () => {
    let requests = 0;
    const getCredentials = () => ({sessionId: 'room', token: `data=${++requests}`});
    const session = createSession({getCredentials}, '');
    await session.connect();
    void session.release();
    const next = createSession({getCredentials}, '');
    await next.connect();
    expect(requests).to.equal(1);
    expect(platform.attempts.length).to.equal(1);
    expect(next.sessionId).to.equal('room');
  });

  for (const [what, options] of Object.entries({
    'another token': {},
    'other credentials': {getCredentials: () => ({token: 'data=2'})},
    'another roster': {connectionEventsSuppressed: true},
  })) {
    it(`is replaced when a session with ${what} takes the place of the one that is released`, async () => {
      const session = createSession();
      await session.connect('data=1');
      void session.release();
      const next = createSession(options);
      await next.connect('data=2');
      expect(next.connection!.data).to.equal('2');
      expect(platform.running).to.equal(1);
    });

    it(`is refused to a session with ${what} while another session uses it`, async () => {
      const session = createSession();
      await session.connect('data=1');
      const other = createSession(options);
      expect(await errorOf(other.connect('data=2'))).to.have.property('code', 'session-in-use');
      expect(session.state).to.equal('connected');
    });
  }

  it('ignores a session that stopped waiting for it', async () => {
    const session = createSession();
    await session.connect('data=1');
    const other = createSession();
    const refused = errorOf(other.connect('data=2'));
    await other.disconnect();
    expect(await refused).to.have.property('code', 'aborted');
    await session.disconnect();
    await settled();
    expect(platform.attempts).to.have.lengthOf(1);
  });

  describe('does not outlive its page', () => {
    afterEach(() => {
      dispatchEvent(new PageTransitionEvent('pageshow'));
    });

    it('when the session was released in the same task', async () => {
      const session = createSession();
      await session.connect();
      void session.release();
      expect(platform.running).to.equal(1);
      dispatchEvent(new PageTransitionEvent('pagehide'));
      expect(platform.running).to.equal(0);
    });

    for (const capture of [true, false]) {
      it(`when a listener of pagehide releases the session, ${capture ? 'capturing' : 'as a rule'}`, async () => {
        const session = createSession();
        await session.connect();
        addEventListener('pagehide', () => void session.release(), {once: true, capture});
        dispatchEvent(new PageTransitionEvent('pagehide'));
        expect(platform.running).to.equal(0);
      });
    }
  });
});

describe('an engine that acts before it returns', () => {
  it('and reports that the session ended leaves it free to be joined again', async () => {
    let calls = 0;
    const hasty: Engine = (config, observer, signal) => {
      if (calls++ > 0) return platform.engine(config, observer, signal);
      observer.disconnected('networkDisconnected');
      return Promise.reject(new Error('over'));
    };
    registerEngine('hasty', () => Promise.resolve(hasty));
    const session = createSession({engine: 'hasty'});
    await errorOf(session.connect());
    await session.connect();
    expect(session.state).to.equal('connected');
  });

  it('and during whose call the session is disconnected is aborted', async () => {
    const signals: AbortSignal[] = [];
    const session = createSession({engine: 'calling'});
    const calling: Engine = (config, observer, signal) => {
      signals.push(signal);
      void session.disconnect();
      return platform.engine(config, observer, signal);
    };
    registerEngine('calling', () => Promise.resolve(calling));
    expect(await errorOf(session.connect())).to.have.property('code', 'aborted');
    expect(signals.map(({aborted}) => aborted)).to.deep.equal([true]);
    const next = createSession();
    await next.connect();
    expect(next.connections.size).to.equal(1);
  });
});
