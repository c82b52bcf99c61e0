import {expect} from '@open-wc/testing';
import type {ConnectionEvent} from '../../src/session/session-events.js';
import {registerEngine} from '../../src/engines/engine-registry.js';
import {recordEvents} from '../events.js';
import {createSession, errorOf, useSessions} from './sessions.js';
import {platform} from '../fakes/use-fake-platform.js';
import {settled} from '../wait.js';
import {fakePrerendering, restoreDocument} from '../fakes/fake-document.js';

useSessions();

describe('Session: joining', () => {
  it('dispatches sessionConnected, a connectionCreated for each connection, its own included, one connectionCountChange, then resolves', async () => {
    platform.join('a');
    platform.join('b');
    const session = createSession();
    const log = recordEvents(session);
    await session.connect('').then(() => log.push('resolved'));
    expect(log).to.deep.equal([
      'sessionConnected',
      'connectionCreated a',
      'connectionCreated b',
      'connectionCreated fake-1',
      'connectionCountChange',
      'resolved',
    ]);
    expect(session.connectionCount).to.equal(3);
    expect(session.connection?.connectionId).to.equal('fake-1');
    expect(session.state).to.equal('connected');
  });

  it('the roster is up to date before any listener runs', async () => {
    platform.join('a');
    const session = createSession();
    const seen: unknown[] = [];
    session.on('sessionConnected', () =>
      seen.push(
        [...session.connections.keys()],
        session.connection?.connectionId,
        session.state,
        session.connectionCount,
      ),
    );
    session.on('connectionDestroyed', (event) => seen.push(session.connections.has(event.connection.connectionId)));
    await session.connect();
    platform.leave('a');
    expect(seen).to.deep.equal([['a', 'fake-1'], 'fake-1', 'connected', NaN, false]);
  });

  it('events have the vendor’s members', async () => {
    const session = createSession();
    const events: ConnectionEvent[] = [];
    session.on('connectionCreated connectionDestroyed', (event) => events.push(event as ConnectionEvent));
    await session.connect();
    platform.join('a', 'name=Ann');
    platform.leave('a', 'forceDisconnected');
    const [, created, destroyed] = events;
    expect(created).to.include({type: 'connectionCreated', target: session, cancelable: true, reason: undefined});
    expect(created!.connection.data).to.equal('name=Ann');
    expect(created!.connection.creationTime).to.be.a('number');
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is there, as the vendor's
    expect(created!.connections).to.deep.equal([created!.connection]);
    expect(created!.isDefaultPrevented()).to.equal(false);
    expect(destroyed).to.include({type: 'connectionDestroyed', reason: 'forceDisconnected'});
    expect(destroyed!.connection).to.equal(created!.connection);
  });

  it('calls the completion handler after the events, without an error', async () => {
    const session = createSession();
    const log = recordEvents(session);
    await new Promise<void>((resolve) => {
      void session.connect('', (...args) => {
        log.push(`handler ${String(args.length)}`);
        resolve();
      });
    });
    expect(log.at(-1)).to.equal('handler 0');
  });

  it('connect() while connected does nothing', async () => {
    const session = createSession();
    await session.connect();
    const log = recordEvents(session);
    await session.connect();
    expect(log).to.deep.equal([]);
    expect(platform.attempts.length).to.equal(1);
  });

  it('during the announcements, a connection that joins is announced once, and one that leaves unannounced is never announced', async () => {
    platform.join('a');
    platform.join('b');
    const session = createSession();
    const log = recordEvents(session);
    session.once('sessionConnected', () => {
      platform.leave('b');
      platform.join('c');
    });
    await session.connect();
    expect(log.filter((line) => line.startsWith('connection'))).to.deep.equal([
      'connectionCreated c',
      'connectionCreated a',
      'connectionCreated fake-1',
      'connectionCountChange',
    ]);
    expect([...session.countedConnections.keys()]).to.have.members(['a', 'c', 'fake-1']);
  });

  it('stops announcing when a listener disconnects, and connect() is aborted', async () => {
    platform.join('a');
    const session = createSession();
    const log = recordEvents(session);
    session.once('connectionCreated', () => void session.disconnect());
    expect((await errorOf(session.connect())).code).to.equal('aborted');
    expect(log).to.deep.equal(['sessionConnected', 'connectionCreated a', 'sessionDisconnected clientDisconnected']);
    expect(session.connectionCount).to.be.NaN;
  });
});

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

describe('Session: the promise of connect() settles', () => {
  it('connect(), when getCredentials() disconnects', async () => {
    const session = createSession({
      getCredentials: () => {
        void session.disconnect();
        return new Promise(() => undefined);
      },
    });
    expect(await errorOf(session.connect())).to.have.property('code', 'aborted');
  });

  it('connect(), when an observer disconnects as soon as the state is connecting', async () => {
    registerEngine('hanging', () => new Promise(() => undefined));
    const session = createSession({engine: 'hanging'});
    session.observe(() => {
      if (session.state === 'connecting') void session.disconnect();
    }, new AbortController().signal);
    expect(await errorOf(session.connect())).to.have.property('code', 'aborted');
  });
});

describe('Session: while the page is prerendered', () => {
  let page: ReturnType<typeof fakePrerendering>;
  beforeEach(() => {
    page = fakePrerendering();
  });
  afterEach(restoreDocument);

  it('connect() requests nothing and starts no timer until the page is activated, then connects', async () => {
    const requested: string[] = [];
    registerEngine('asked', () => {
      requested.push('engine');
      return Promise.resolve(platform.engine);
    });
    const one = createSession({
      engine: 'asked',
      connectTimeout: 1,
      getCredentials: () => {
        requested.push('credentials');
        return {token: 'data=x'};
      },
    });
    const joined = one.connect();
    for (let task = 0; task < 5; task++) await settled();
    expect(requested).to.deep.equal([]);
    expect(one.error).to.equal(null);
    one.connectTimeout = undefined;
    page.activate();
    await joined;
    expect(requested).to.have.members(['engine', 'credentials']);
    expect(one.state).to.equal('connected');
  });

  it('connects with the settings at the activation', async () => {
    const one = createSession();
    const joined = one.connect('data=early');
    one.token = 'data=late';
    page.activate();
    await joined;
    expect(one.connection!.data).to.equal('late');
  });

  it('disconnect() cancels the attempt, and the activation joins nothing', async () => {
    const one = createSession();
    const joined = one.connect();
    await one.disconnect();
    expect(await errorOf(joined)).to.have.property('code', 'aborted');
    page.activate();
    await settled();
    expect(platform.attempts.length).to.equal(0);
    expect(one.state).to.equal('disconnected');
  });
});
