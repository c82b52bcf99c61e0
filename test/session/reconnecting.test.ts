import {expect} from '@open-wc/testing';
import {SessionError} from '../../src/values/session-error.js';
import type {SessionDisconnectEvent} from '../../src/session/session-events.js';
import type {Session} from '../../src/session/session.js';
import {ReconnectPolicy} from '../../src/session/reconnect-policy.js';
import {recordEvents} from '../events.js';
import {settled} from '../wait.js';
import {createSession, errorOf, useSessions} from './sessions.js';
import {platform} from '../fakes/use-fake-platform.js';
import {restoreDocument, setVisibility} from '../fakes/fake-document.js';

useSessions();

describe('Session: automatic reconnection', () => {
  const random = Math.random;
  beforeEach(() => {
    Math.random = () => 0;
  });
  afterEach(() => {
    Math.random = random;
  });

  const auto = () => createSession({reconnect: 'auto'});
  const event = (session: Session, type: 'sessionConnected' | 'error') =>
    new Promise<void>((resolve) =>
      session.once(type, () => {
        resolve();
      }),
    );

  for (const reason of ['networkDisconnected', 'serverRotation', 'mediaIdle', 'planetDemolished']) {
    it(`reconnects after ${reason}, with the right count`, async () => {
      platform.join('a');
      const session = auto();
      await session.connect();
      const back = event(session, 'sessionConnected');
      const disconnects: SessionDisconnectEvent[] = [];
      session.on('sessionDisconnected', (e) => disconnects.push(e));
      platform.disconnect(reason);
      expect(session.connectionCount).to.be.NaN;
      expect(session.state).to.equal('connecting');
      await back;
      await settled();
      expect(disconnects.map((e) => [e.reason, e.cancelable])).to.deep.equal([[reason, true]]);
      expect(session.connectionCount).to.equal(2);
    });
  }

  for (const reason of ['clientDisconnected', 'forceDisconnected']) {
    it(`does not reconnect after ${reason}, whose event is not cancelable`, async () => {
      const session = auto();
      await session.connect();
      let cancelable: boolean | undefined;
      session.on('sessionDisconnected', (e) => {
        ({cancelable} = e);
      });
      platform.disconnect(reason);
      await settled();
      expect(cancelable).to.equal(false);
      expect(session.state).to.equal('disconnected');
      expect(platform.attempts.length).to.equal(1);
    });
  }

  it('does not reconnect when sessionDisconnected is prevented', async () => {
    const session = auto();
    session.on('sessionDisconnected', (e) => {
      e.preventDefault();
    });
    await session.connect();
    platform.disconnect('networkDisconnected');
    await settled();
    expect(session.state).to.equal('disconnected');
  });

  it('does not reconnect when a listener of sessionDisconnected calls disconnect()', async () => {
    const session = auto();
    session.on('sessionDisconnected', () => void session.disconnect());
    await session.connect();
    platform.disconnect('networkDisconnected');
    await settled();
    expect(session.state).to.equal('disconnected');
    expect(platform.attempts.length).to.equal(1);
  });

  it('does not reconnect when reconnect becomes never, in the listener or during the delay', async () => {
    const session = auto();
    await session.connect();
    session.once('sessionDisconnected', () => {
      session.reconnect = 'never';
    });
    platform.disconnect('networkDisconnected');
    await settled();
    expect([session.state, platform.attempts.length]).to.deep.equal(['disconnected', 1]);
    session.reconnect = 'auto';
    await session.connect();
    platform.disconnect('networkDisconnected');
    expect(session.state).to.equal('connecting');
    session.reconnect = 'never';
    await settled();
    expect([session.state, platform.attempts.length]).to.deep.equal(['disconnected', 2]);
  });

  it('with reconnect never, sessionDisconnected is not cancelable and nothing follows', async () => {
    const session = createSession({reconnect: 'never'});
    await session.connect();
    let cancelable: boolean | undefined;
    session.on('sessionDisconnected', (e) => {
      ({cancelable} = e);
    });
    platform.disconnect('networkDisconnected');
    await settled();
    expect(cancelable).to.equal(false);
    expect(session.state).to.equal('disconnected');
  });

  it('retries after retryable failures, and clears the error once connected', async () => {
    platform.refuse(new SessionError('session-full', 'Full.'), new SessionError('connect-failed', 'No network.'));
    const session = auto();
    const log = recordEvents(session);
    const back = event(session, 'sessionConnected');
    expect((await errorOf(session.connect())).code).to.equal('session-full');
    expect(session.state).to.equal('connecting');
    expect(session.error?.code).to.equal('session-full');
    await back;
    expect(log.slice(0, 3)).to.deep.equal(['error session-full', 'error connect-failed', 'sessionConnected']);
    expect(session.error).to.equal(null);
  });

  for (const code of ['authentication-failed', 'invalid-session', 'unsupported-browser']) {
    it(`does not retry after ${code}`, async () => {
      platform.refuse(new SessionError(code, 'No.'));
      const session = auto();
      await errorOf(session.connect());
      await settled();
      expect(platform.attempts.length).to.equal(1);
      expect(session.state).to.equal('disconnected');
    });
  }

  it('doubles the maximum of the random delay each time, up to a minute', async () => {
    const delays: number[] = [];
    const {setTimeout: real} = globalThis;
    Math.random = () => 1;
    platform.refuse(...Array.from({length: 9}, () => new SessionError('session-full', 'Full.')));
    const session = auto();
    const done = event(session, 'sessionConnected');
    // the delay itself is not under test: it ends at once
    globalThis.setTimeout = ((run: () => void, ms = 0) => {
      if (ms >= 1000 && ms !== 30_000) delays.push(ms);
      return real(run, ms === 30_000 ? ms : 0);
    }) as typeof setTimeout;
    await errorOf(session.connect());
    await done;
    globalThis.setTimeout = real;
    expect(delays).to.deep.equal([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('the online event ends the delay', async () => {
    Math.random = () => 1;
    const session = auto();
    await session.connect();
    platform.disconnect('networkDisconnected');
    const back = event(session, 'sessionConnected');
    dispatchEvent(new Event('online'));
    await back;
    expect(platform.running).to.equal(1);
  });

  it('pitfall 12: disconnect() during the delay ends it, and removes the listeners', async () => {
    Math.random = () => 1;
    const session = auto();
    await session.connect();
    platform.disconnect('networkDisconnected');
    await session.disconnect();
    dispatchEvent(new Event('online'));
    await settled();
    expect(platform.attempts.length).to.equal(1);
    expect(session.state).to.equal('disconnected');
  });

  it('after mediaIdle, a hidden page waits until it is visible', async () => {
    const session = auto();
    await session.connect();
    setVisibility('hidden');
    try {
      platform.disconnect('mediaIdle');
      await settled();
      await settled();
      expect(platform.attempts.length).to.equal(1);
      const back = event(session, 'sessionConnected');
      setVisibility('visible');
      await back;
    } finally {
      restoreDocument();
    }
    expect(platform.attempts.length).to.equal(2);
  });
});

describe('ReconnectPolicy: delays', () => {
  const {random} = Math;
  const {setTimeout: realSetTimeout} = globalThis;
  const now = performance.now.bind(performance);
  let clock: number;
  let delays: number[];

  beforeEach(() => {
    clock = 0;
    delays = [];
    Math.random = () => 1;
    performance.now = () => clock;
    globalThis.setTimeout = ((_: () => void, ms: number) => delays.push(ms)) as typeof setTimeout;
  });

  afterEach(() => {
    Math.random = random;
    performance.now = now;
    globalThis.setTimeout = realSetTimeout;
  });

  const wait = (policy: ReconnectPolicy) => {
    policy.wait('networkDisconnected', () => undefined);
  };

  /** Stays connected for this many milliseconds. */
  const connected = (policy: ReconnectPolicy, ms: number) => {
    policy.connected();
    clock += ms;
    policy.disconnected();
  };

  it('are reset even by a stable connection that the page ended itself', () => {
    const policy = new ReconnectPolicy();
    wait(policy);
    wait(policy);
    connected(policy, 61_000);
    policy.cancel();
    // the page connects again, and soon loses that connection
    connected(policy, 1_000);
    wait(policy);
    policy.cancel();
    expect(delays).to.deep.equal([1_000, 2_000, 1_000]);
  });

  it('are not reset by a connection that was soon lost', () => {
    const policy = new ReconnectPolicy();
    wait(policy);
    connected(policy, 59_000);
    wait(policy);
    policy.cancel();
    expect(delays).to.deep.equal([1_000, 2_000]);
  });

  it('last as long as the server asks for, whatever events occur', () => {
    const policy = new ReconnectPolicy();
    let calls = 0;
    const again = () => calls++;
    policy.wait('credentials-unavailable', again, 60_000);
    policy.wait('credentials-unavailable', again, 10);
    expect(delays).to.deep.equal([60_000, 2_000]);
    policy.wait('credentials-unavailable', again, 60_000);
    clock += 59_999;
    dispatchEvent(new Event('online'));
    expect(calls).to.equal(0);
    clock += 1;
    dispatchEvent(new Event('online'));
    expect(calls).to.equal(1);
  });
});
