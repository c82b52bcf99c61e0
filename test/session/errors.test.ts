import {expect, fixture, html} from '@open-wc/testing';
import {registerEngine} from '../../src/engines/engine-registry.js';
import {initSession} from '../../src/session/init-session.js';
import {SessionError} from '../../src/values/session-error.js';
import {recordEvents} from '../events.js';
import {logged} from '../fakes/console.js';
import {createSession, errorOf, useSessions} from './sessions.js';
import {platform} from '../fakes/use-fake-platform.js';
import {rejection} from '../rejection.js';

useSessions();

describe('Session: errors', () => {
  it('rejects, dispatches error, and logs one line for the page’s author', async () => {
    platform.refuse(new SessionError('authentication-failed', 'The token has expired.'));
    const session = createSession();
    const log = recordEvents(session);
    const error = await errorOf(session.connect('secret'));
    expect(error.code).to.equal('authentication-failed');
    expect(session.error).to.equal(error);
    expect(log).to.deep.equal(['error authentication-failed']);
    expect(logged).to.deep.equal(['ot-elements: The token has expired.']);
    expect(session.state).to.equal('disconnected');
  });

  it('logs nothing when error is prevented', async () => {
    platform.refuse(new SessionError('authentication-failed', 'No.'));
    const session = createSession();
    session.on('error', (event) => {
      event.preventDefault();
    });
    await errorOf(session.connect());
    expect(logged).to.deep.equal([]);
  });

  it('pitfall 13: an engine that never answers times out, and is aborted', async () => {
    platform.hang = true;
    const session = createSession({connectTimeout: 20});
    const error = await errorOf(session.connect());
    expect(error.code).to.equal('timed-out');
    expect(error.message).to.contain('0.02 s');
    expect(platform.running).to.equal(0);
  });

  it('the promise settles even if the engine ignores its signal', async () => {
    registerEngine('deaf', () => Promise.resolve(() => new Promise(() => undefined)));
    const session = createSession({engine: 'deaf', connectTimeout: 10});
    expect((await errorOf(session.connect())).code).to.equal('timed-out');
  });

  it('an error of an engine that is not a SessionError becomes the cause of one', async () => {
    const cause = new Error('the token is hunter2');
    registerEngine('broken', () =>
      Promise.resolve(() => {
        throw cause;
      }),
    );
    const error = await errorOf(createSession({engine: 'broken'}).connect('hunter2'));
    expect(error.code).to.equal('connect-failed');
    expect(error.cause).to.equal(cause);
    expect(String(error) + logged.join()).not.to.contain('hunter2');
  });

  it('lists the available engines when the engine is unknown', async () => {
    const error = await errorOf(createSession({engine: 'lokal'}).connect());
    expect(error.code).to.equal('unknown-engine');
    expect(error.message).to.contain('engine="lokal"').and.to.contain('local');
  });

  it('an engine that fails to load can be loaded again', async () => {
    let online = false;
    registerEngine('flaky', () => (online ? Promise.resolve(platform.engine) : Promise.reject(new TypeError('404'))));
    const session = createSession({engine: 'flaky'});
    const error = await errorOf(session.connect());
    expect(error.code).to.equal('engine-load-failed');
    expect(error.cause).to.be.instanceOf(TypeError);
    online = true;
    await session.connect();
    expect(session.error).to.equal(null);
    expect(session.state).to.equal('connected');
  });

  it('converts numbers to strings, and accepts an infinite time limit', async () => {
    const session = initSession(123 as never, 42 as never, {engine: 'fake', connectTimeout: Infinity});
    await session.connect();
    expect(platform.attempts[0]!.config).to.include({apiKey: '123', sessionId: '42', token: ''});
    await session.disconnect();
  });

  it('requires a session id', async () => {
    const error = await errorOf(createSession({}, '').connect());
    expect(error.code).to.equal('not-configured');
    expect(error.message).to.contain('session-id');
  });

  it('pitfall 24: the token is not in any error, event, or console message', async () => {
    platform.refuse(new SessionError('authentication-failed', 'No.'), new SessionError('invalid-session', 'No.'));
    const session = createSession();
    const texts: string[] = [];
    session.on('error', (event) => texts.push(JSON.stringify({...event, target: undefined}), String(event.error)));
    await errorOf(session.connect('T1==hunter2'));
    await errorOf(session.connect());
    await session.connect();
    session.options = {encryptionSecret: 'hunter2'};
    session.credentials = {id: '/session?key=hunter2', get: () => ({})};
    expect([...texts, ...logged, JSON.stringify(session)].join()).not.to.contain('hunter2');
  });
});

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

describe('SessionError', () => {
  it('instanceof recognizes errors of another copy of the package, in this document or another', async () => {
    const frame = await fixture<HTMLIFrameElement>(html`<iframe title="Elsewhere"></iframe>`);
    const elsewhere = frame.contentWindow as unknown as typeof globalThis;
    for (const page of [globalThis, elsewhere]) {
      const error = Object.assign(new page.Error('The session is full.'), {name: 'SessionError', code: 'session-full'});
      expect(error instanceof SessionError).to.equal(true);
      registerEngine('elsewhere', () => Promise.resolve(() => Promise.reject(error)));
      const session = initSession('', 'room', {engine: 'elsewhere', reconnect: 'never'});
      session.on('error', (event) => {
        event.preventDefault();
      });
      expect(await rejection(session.connect())).to.equal(error);
    }
  });

  it('instanceof recognizes nothing else', () => {
    for (const value of [undefined, null, '', 'SessionError', 1, {}, new Error('SessionError'), () => undefined]) {
      expect(value instanceof SessionError).to.equal(false);
    }
  });

  it('is not an instance of its subclasses', () => {
    class OwnError extends SessionError {}
    expect(new SessionError('own', '') instanceof OwnError).to.equal(false);
    expect(new OwnError('own', '') instanceof OwnError).to.equal(true);
    expect(new OwnError('own', '') instanceof SessionError).to.equal(true);
  });
});
