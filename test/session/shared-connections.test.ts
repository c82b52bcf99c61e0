import {expect} from '@open-wc/testing';
import {registerEngine} from '../../src/engines/engine-registry.js';
import type {Engine} from '../../src/engines/engine.js';
import {settled, until} from '../wait.js';
import {createSession, errorOf, useSessions} from './sessions.js';
import {platform} from '../fakes/use-fake-platform.js';

useSessions();

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
