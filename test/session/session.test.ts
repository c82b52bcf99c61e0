import {expect} from '@open-wc/testing';
import {registerEngine} from '../../src/engines/engine-registry.js';
import type {Engine, EngineObserver} from '../../src/engines/engine.js';
import {Connection} from '../../src/values/connection.js';
import {initSession} from '../../src/session/init-session.js';
import {SessionError} from '../../src/values/session-error.js';
import type {ConnectionEvent, SessionDisconnectEvent} from '../../src/session/session-events.js';
import type {Session} from '../../src/session/session.js';
import {collect, quietConsole, settled} from '../collect.js';
import {fakeDocument, restoreDocument} from '../fake-document.js';
import {errorOf, platform, session, useFakeSessions} from './fake-sessions.js';

useFakeSessions();

describe('Session: joining', () => {
  it('announces sessionConnected, then everyone, own included, then the count once, then resolves', async () => {
    platform.join('a');
    platform.join('b');
    const one = session();
    const log = collect(one);
    await one.connect('').then(() => log.push('resolved'));
    expect(log).to.deep.equal([
      'sessionConnected',
      'connectionCreated a',
      'connectionCreated b',
      'connectionCreated fake-1',
      'connectionCountChange',
      'resolved',
    ]);
    expect(one.connectionCount).to.equal(3);
    expect(one.connection?.connectionId).to.equal('fake-1');
    expect(one.state).to.equal('connected');
  });

  it('tells the truth about who is there before any listener runs', async () => {
    platform.join('a');
    const one = session();
    const seen: unknown[] = [];
    one.on('sessionConnected', () =>
      seen.push([...one.connections.keys()], one.connection?.connectionId, one.state, one.connectionCount),
    );
    one.on('connectionDestroyed', (event) => seen.push(one.connections.has(event.connection.connectionId)));
    await one.connect();
    platform.leave('a');
    expect(seen).to.deep.equal([['a', 'fake-1'], 'fake-1', 'connected', NaN, false]);
  });

  it('gives events the members of the vendor', async () => {
    const one = session();
    const events: ConnectionEvent[] = [];
    one.on('connectionCreated connectionDestroyed', (event) => events.push(event as ConnectionEvent));
    await one.connect();
    platform.join('a', 'name=Ann');
    platform.leave('a', 'forceDisconnected');
    const [, created, destroyed] = events;
    expect(created).to.include({type: 'connectionCreated', target: one, cancelable: true, reason: undefined});
    expect(created!.connection.data).to.equal('name=Ann');
    expect(created!.connection.creationTime).to.be.a('number');
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- it is there, as the vendor's
    expect(created!.connections).to.deep.equal([created!.connection]);
    expect(created!.isDefaultPrevented()).to.equal(false);
    expect(destroyed).to.include({type: 'connectionDestroyed', reason: 'forceDisconnected'});
    expect(destroyed!.connection).to.equal(created!.connection);
  });

  it('calls the completion handler after the events, without an error', async () => {
    const one = session();
    const log = collect(one);
    await new Promise<void>((resolve) => {
      void one.connect('', (...args) => {
        log.push(`handler ${String(args.length)}`);
        resolve();
      });
    });
    expect(log.at(-1)).to.equal('handler 0');
  });

  it('joins once however often it is told, when it is in already', async () => {
    const one = session();
    await one.connect();
    const log = collect(one);
    await one.connect();
    expect(log).to.deep.equal([]);
    expect(platform.attempts.length).to.equal(1);
  });

  it('announces somebody who comes while everyone is being announced once, and one who goes before his turn not at all', async () => {
    platform.join('a');
    platform.join('b');
    const one = session();
    const log = collect(one);
    one.once('sessionConnected', () => {
      platform.leave('b');
      platform.join('c');
    });
    await one.connect();
    expect(log.filter((line) => line.startsWith('connection'))).to.deep.equal([
      'connectionCreated c',
      'connectionCreated a',
      'connectionCreated fake-1',
      'connectionCountChange',
    ]);
    expect([...one.countedConnections.keys()]).to.have.members(['a', 'c', 'fake-1']);
  });

  it('stops announcing when a listener leaves, and connect() is aborted', async () => {
    platform.join('a');
    const one = session();
    const log = collect(one);
    one.once('connectionCreated', () => void one.disconnect());
    expect((await errorOf(one.connect())).code).to.equal('aborted');
    expect(log).to.deep.equal(['sessionConnected', 'connectionCreated a', 'sessionDisconnected clientDisconnected']);
    expect(one.connectionCount).to.be.NaN;
  });
});

describe('Session: counting', () => {
  it('pitfall 2: the count is unknown before the join and after leaving, never the last number', async () => {
    const one = session();
    expect(one.connectionCount).to.be.NaN;
    await one.connect();
    expect(one.connectionCount).to.equal(1);
    await one.disconnect();
    expect(one.connectionCount).to.be.NaN;
    expect(one.connections.size).to.equal(0);
    expect(one.connection).to.equal(null);
  });

  it('pitfall 3: connect, disconnect, connect shows the same number', async () => {
    platform.join('a');
    const one = session();
    await one.connect();
    await one.disconnect();
    await one.connect();
    expect(one.connectionCount).to.equal(2);
  });

  it('pitfall 4: told twice is once, and an unknown leave is nothing', async () => {
    const one = session();
    await one.connect();
    const a = platform.join('a');
    const log = collect(one);
    const {observer} = platform.attempts[0]!;
    observer.connectionCreated(a);
    observer.connectionDestroyed({...a, connectionId: 'x', id: 'x'}, 'clientDisconnected');
    expect(log).to.deep.equal([]);
    platform.leave('a');
    observer.connectionDestroyed(a, 'clientDisconnected');
    expect(log).to.deep.equal(['connectionDestroyed a clientDisconnected', 'connectionCountChange']);
    expect(one.connectionCount).to.equal(1);
  });

  it('pitfall 5: the count is told once, after everyone was announced', async () => {
    for (let i = 0; i < 100; i++) platform.join(`guest-${i}`);
    const one = session();
    const counts: number[] = [];
    one.on('connectionCountChange', () => counts.push(one.connectionCount));
    await one.connect();
    expect(counts).to.deep.equal([101]);
  });

  describe('pitfall 5: whoever comes or goes around the engine’s connected() is told of once', () => {
    const own = new Connection('own', 4, '');
    const a = new Connection('a', 1, '');
    const b = new Connection('b', 2, '');
    const c = new Connection('c', 3, '');

    /** What is told by a session whose engine says this, and then resolves, a moment later; and how many it counts. */
    async function told(say: (observer: EngineObserver) => void) {
      const engine: Engine = async (_, observer) => {
        say(observer);
        await settled();
        return {capabilities: {forceDisconnect: 0}, forceDisconnect: () => Promise.resolve()};
      };
      registerEngine('hasty', () => Promise.resolve(engine));
      const one = session({engine: 'hasty'});
      const log = collect(one);
      await one.connect();
      return [[...one.connections.keys()].sort(), one.connectionCount, log];
    }

    const joined = (...ids: string[]) => [
      [...ids].sort(),
      ids.length,
      ['sessionConnected', ...ids.map((id) => `connectionCreated ${id}`), 'connectionCountChange'],
    ];

    it('after it, while the engine is about to resolve', async () => {
      const outcome = await told((observer) => {
        observer.connected(own, [own, a, b]);
        observer.connectionCreated(c);
        observer.connectionDestroyed(a, 'clientDisconnected');
      });
      expect(outcome).to.deep.equal(joined('own', 'b', 'c'));
    });

    it('before it, though no engine should say so: it is kept, and the roster has the last word', async () => {
      const outcome = await told((observer) => {
        observer.connectionCreated(a);
        observer.connectionCreated(c);
        observer.connectionDestroyed(b, 'clientDisconnected');
        observer.connectionDestroyed(c, 'clientDisconnected');
        observer.connected(own, [own, a, b]);
      });
      expect(outcome).to.deep.equal(joined('a', 'own', 'b'));
    });
  });

  it('pitfall 19: a reason unknown to us passes through', async () => {
    const one = session();
    await one.connect();
    platform.join('a');
    const log = collect(one);
    platform.leave('a', 'abductedByAliens');
    platform.disconnect('planetDemolished');
    expect(log).to.include('connectionDestroyed a abductedByAliens');
    expect(log).to.include('sessionDisconnected planetDemolished');
  });

  it('pitfall 20: __proto__ and constructor are ids like any other', async () => {
    const ids = ['__proto__', 'constructor', 'hasOwnProperty', 'toString'];
    for (const id of ids) platform.join(id);
    const one = session();
    await one.connect();
    expect([...one.connections.keys()]).to.have.members([...ids, 'fake-1']);
    expect(one.connectionCount).to.equal(5);
    for (const id of ids) platform.leave(id);
    expect(one.connectionCount).to.equal(1);
  });

  it('does not count whose connectionCreated was prevented; the event of his leaving comes, the count stays', async () => {
    const one = session();
    one.on('connectionCreated', (event) => {
      if (event.connection.data === 'bot') event.preventDefault();
      expect(event.isDefaultPrevented()).to.equal(event.connection.data === 'bot');
    });
    await one.connect();
    platform.join('b', 'bot');
    expect(one.connections.size).to.equal(2);
    expect(one.connectionCount).to.equal(1);
    const log = collect(one);
    platform.leave('b');
    expect(log).to.deep.equal(['connectionDestroyed b clientDisconnected']);
    expect(one.connectionCount).to.equal(1);
  });

  it('is 0, not unknown, when everyone was prevented', async () => {
    const one = session();
    one.on('connectionCreated', (event) => {
      event.preventDefault();
    });
    await one.connect();
    expect(one.connectionCount).to.equal(0);
    one.count(one.connection!);
    expect(one.connectionCount).to.equal(1);
  });

  it('goes on counting whose connectionDestroyed was prevented, until uncount()', async () => {
    const one = session();
    one.on('connectionDestroyed', (event) => {
      event.preventDefault();
    });
    await one.connect();
    const a = platform.join('a');
    platform.leave('a', 'networkDisconnected');
    expect(one.connections.has('a')).to.equal(false);
    expect(one.connectionCount).to.equal(2);
    const log = collect(one);
    one.uncount(a);
    one.uncount(a);
    expect(one.connectionCount).to.equal(1);
    expect(log).to.deep.equal(['connectionCountChange']);
  });

  it('does not count somebody who is not there', async () => {
    const one = session();
    await one.connect();
    const a = platform.join('a');
    platform.leave('a');
    one.count(a);
    expect(one.connectionCount).to.equal(1);
  });

  it('lets nobody write to its rosters', async () => {
    const one = session();
    await one.connect();
    const connections = one.connections as Map<string, Connection>;
    expect(() => {
      connections.clear();
    }).to.throw(TypeError);
    expect(() => connections.delete('fake-1')).to.throw(TypeError);
    expect(() => connections.set('x', one.connection!)).to.throw(TypeError);
    expect(() => Map.prototype.set.call(connections, 'x', one.connection)).to.throw(TypeError);
    expect(one.connectionCount).to.equal(1);
  });

  it('pitfall 6: while reconnecting the count stays; those who left meanwhile are told of after it', async () => {
    platform.join('a');
    const one = session();
    await one.connect();
    const log = collect(one);
    platform.reconnecting();
    expect(one.state).to.equal('reconnecting');
    platform.leave('a');
    expect(one.connectionCount).to.equal(2);
    platform.reconnected();
    expect(one.state).to.equal('connected');
    expect(one.connectionCount).to.equal(1);
    expect(log).to.deep.equal([
      'sessionReconnecting',
      'sessionReconnected',
      'connectionDestroyed a clientDisconnected',
      'connectionCountChange',
    ]);
  });
});

describe('Session: leaving', () => {
  it('tells of its own leaving once, and not of the others', async () => {
    platform.join('a');
    const one = session();
    await one.connect();
    const log = collect(one);
    await one.disconnect();
    await one.disconnect();
    platform.leave('a');
    expect(log).to.deep.equal(['sessionDisconnected clientDisconnected', 'connectionCountChange']);
    expect(one.state).to.equal('disconnected');
  });

  it('tells nothing when it was never in', async () => {
    const one = session();
    const log = collect(one);
    await one.disconnect();
    expect(log).to.deep.equal([]);
  });

  it('disconnect(); connect() in one breath ends connected, with one connection', async () => {
    const one = session();
    await one.connect();
    void one.disconnect();
    await one.connect();
    expect(one.state).to.equal('connected');
    expect(platform.running).to.equal(1);
    expect(one.connectionCount).to.equal(1);
  });

  it('connect(); disconnect() in one breath ends disconnected, with the promise rejected and no event', async () => {
    const one = session();
    const log = collect(one);
    const joined = one.connect();
    void one.disconnect();
    expect((await errorOf(joined)).code).to.equal('aborted');
    await settled();
    expect(log).to.deep.equal([]);
    expect(platform.running).to.equal(0);
  });

  it('a newer connect() aborts the older one', async () => {
    const one = session();
    const older = one.connect('role=publisher');
    const newer = one.connect('role=moderator');
    expect((await errorOf(older)).code).to.equal('aborted');
    await newer;
    expect(one.capabilities.forceDisconnect).to.equal(1);
    expect(platform.running).to.equal(1);
  });

  it('pitfall 11: an engine that speaks after it was left is not heard', async () => {
    const one = session();
    await one.connect();
    const {observer} = platform.attempts[0]!;
    await one.disconnect();
    const log = collect(one);
    observer.connectionCreated({connectionId: 'late', id: 'late', creationTime: 0, data: ''});
    observer.reconnecting();
    observer.disconnected('networkDisconnected');
    expect(log).to.deep.equal([]);
    expect(one.connections.size).to.equal(0);
  });

  it('forgets everyone before it says sessionDisconnected', async () => {
    const one = session();
    await one.connect();
    const seen: unknown[] = [];
    one.on('sessionDisconnected', () =>
      seen.push(one.connections.size, one.connectionCount, one.state, one.connection),
    );
    platform.disconnect('forceDisconnected');
    expect(seen).to.deep.equal([0, NaN, 'disconnected', null]);
  });
});

describe('Session: removing others', () => {
  it('needs to be connected, to be a moderator, and to name somebody who is there', async () => {
    const one = session();
    expect((await errorOf(one.forceDisconnect('a'))).code).to.equal('not-connected');
    await one.connect();
    const a = platform.join('a');
    expect((await errorOf(one.forceDisconnect('nobody'))).code).to.equal('unknown-connection');
    expect((await errorOf(one.forceDisconnect(a))).code).to.equal('permission-denied');
    expect(one.connections.has('a')).to.equal(true);
  });

  it('takes a connection or its id, and a completion handler', async () => {
    const one = session();
    await one.connect('role=moderator');
    const a = platform.join('a');
    platform.join('b');
    const log = collect(one);
    await one.forceDisconnect(a);
    await new Promise<void>((resolve) => {
      void one.forceDisconnect('b', () => {
        resolve();
      });
    });
    const error = await new Promise((resolve) => {
      void one.forceDisconnect('b', resolve);
    });
    expect(error).to.include({code: 'unknown-connection'});
    expect(log.filter((line) => line.startsWith('connectionDestroyed'))).to.deep.equal([
      'connectionDestroyed a forceDisconnected',
      'connectionDestroyed b forceDisconnected',
    ]);
  });

  it('works in a sessionConnected listener', async () => {
    platform.join('a');
    const one = session();
    const done = new Promise<void>((resolve, reject) => {
      one.once('sessionConnected', () => {
        expect(one.capabilities.forceDisconnect).to.equal(1);
        one.forceDisconnect('a').then(resolve, reject);
      });
    });
    await one.connect('role=moderator');
    await done;
    expect(one.connectionCount).to.equal(1);
  });
});

describe('Session: errors', () => {
  let quiet: ReturnType<typeof quietConsole>;
  beforeEach(() => {
    quiet = quietConsole();
  });
  afterEach(() => {
    quiet.restore();
  });

  it('rejects, dispatches error, and writes one line for the page’s author', async () => {
    platform.refuse(new SessionError('authentication-failed', 'The token has expired.'));
    const one = session();
    const log = collect(one);
    const error = await errorOf(one.connect('secret'));
    expect(error.code).to.equal('authentication-failed');
    expect(one.error).to.equal(error);
    expect(log).to.deep.equal(['error authentication-failed']);
    expect(quiet.said).to.deep.equal(['ot-session: The token has expired.']);
    expect(one.state).to.equal('disconnected');
  });

  it('writes nothing when error is prevented', async () => {
    platform.refuse(new SessionError('authentication-failed', 'No.'));
    const one = session();
    one.on('error', (event) => {
      event.preventDefault();
    });
    await errorOf(one.connect());
    expect(quiet.said).to.deep.equal([]);
  });

  it('pitfall 13: an engine that never answers times out, and is aborted', async () => {
    platform.hang = true;
    const one = session({connectTimeout: 20});
    const error = await errorOf(one.connect());
    expect(error.code).to.equal('timed-out');
    expect(error.message).to.contain('0.02 s');
    expect(platform.running).to.equal(0);
  });

  it('an engine that ignores its signal leaves no promise open', async () => {
    registerEngine('deaf', () => Promise.resolve(() => new Promise(() => undefined)));
    const one = session({engine: 'deaf', connectTimeout: 10});
    expect((await errorOf(one.connect())).code).to.equal('timed-out');
  });

  it('what an engine throws that is no SessionError becomes one, with the cause untouched', async () => {
    const cause = new Error('the token is hunter2');
    registerEngine('broken', () =>
      Promise.resolve(() => {
        throw cause;
      }),
    );
    const error = await errorOf(session({engine: 'broken'}).connect('hunter2'));
    expect(error.code).to.equal('connect-failed');
    expect(error.cause).to.equal(cause);
    expect(String(error) + quiet.said.join()).not.to.contain('hunter2');
  });

  it('names the engines there are when there is no such one', async () => {
    const error = await errorOf(session({engine: 'lokal'}).connect());
    expect(error.code).to.equal('unknown-engine');
    expect(error.message).to.contain('engine="lokal"').and.to.contain('local');
  });

  it('an engine whose code cannot be loaded can be tried again', async () => {
    let online = false;
    registerEngine('flaky', () => (online ? Promise.resolve(platform.engine) : Promise.reject(new TypeError('404'))));
    const one = session({engine: 'flaky'});
    const error = await errorOf(one.connect());
    expect(error.code).to.equal('engine-load-failed');
    expect(error.cause).to.be.instanceOf(TypeError);
    online = true;
    await one.connect();
    expect(one.error).to.equal(null);
    expect(one.state).to.equal('connected');
  });

  it('takes numbers for texts, and no time limit for one', async () => {
    const one = initSession(123 as never, 42 as never, {engine: 'fake', connectTimeout: Infinity});
    await one.connect();
    expect(platform.attempts[0]!.config).to.include({apiKey: '123', sessionId: '42', token: ''});
    await one.disconnect();
  });

  it('asks for a session id', async () => {
    const error = await errorOf(session({}, '').connect());
    expect(error.code).to.equal('not-configured');
    expect(error.message).to.contain('session-id');
  });

  it('pitfall 24: the token is in no error, event, or line of the console', async () => {
    platform.refuse(new SessionError('authentication-failed', 'No.'), new SessionError('invalid-session', 'No.'));
    const one = session();
    const texts: string[] = [];
    one.on('error', (event) => texts.push(JSON.stringify({...event, target: undefined}), String(event.error)));
    await errorOf(one.connect('T1==hunter2'));
    await errorOf(one.connect());
    await one.connect();
    one.options = {encryptionSecret: 'hunter2'};
    one.credentials = {id: '/session?key=hunter2', get: () => ({})};
    expect([...texts, ...quiet.said, JSON.stringify(one)].join()).not.to.contain('hunter2');
  });
});

describe('Session: two on one page for one session id', () => {
  it('pitfall 9: share one connection; the first to leave does not end it for the other, the last does', async () => {
    const [one, two] = [session(), session()];
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
    const [one, two] = [session(), session()];
    one.on('connectionCreated', (event) => {
      event.preventDefault();
    });
    await Promise.all([one.connect(), two.connect()]);
    platform.join('a');
    expect([one.connectionCount, two.connectionCount]).to.deep.equal([0, 2]);
  });

  it('the second is told of everyone who is there when it comes late, and that it is reconnecting', async () => {
    const [one, two] = [session(), session()];
    await one.connect();
    platform.join('a');
    platform.reconnecting();
    const log = collect(two);
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
    const quiet = quietConsole();
    const [one, two] = [session(), session()];
    await one.connect('role=publisher');
    const error = await errorOf(two.connect('role=moderator'));
    quiet.restore();
    expect(error.code).to.equal('session-in-use');
    expect(error.message).not.to.contain('role=');
    expect(one.state).to.equal('connected');
    expect(two.state).to.equal('disconnected');
  });

  it('both fail when the one attempt fails, and both can try again', async () => {
    const quiet = quietConsole();
    platform.refuse(new SessionError('session-full', 'Full.'));
    const [one, two] = [session(), session()];
    const errors = await Promise.all([errorOf(one.connect()), errorOf(two.connect())]);
    quiet.restore();
    expect(errors.map((error) => error.code)).to.deep.equal(['session-full', 'session-full']);
    await Promise.all([one.connect(), two.connect()]);
    expect(platform.running).to.equal(1);
  });

  it('one that connects again in its sessionDisconnected listener gets a new connection, the other its own event', async () => {
    const [one, two] = [session(), session()];
    await Promise.all([one.connect(), two.connect()]);
    let again: Promise<void> | undefined;
    one.once('sessionDisconnected', () => {
      again = one.connect();
    });
    const log = collect(two);
    platform.disconnect('networkDisconnected');
    await again;
    expect(one.connection?.connectionId).to.equal('fake-2');
    expect(log).to.deep.equal(['sessionDisconnected networkDisconnected', 'connectionCountChange']);
  });

  it('what a listener of one brings about is told to the other after what it came of', async () => {
    const [one, two] = [session(), session()];
    await Promise.all([one.connect('role=moderator'), two.connect('role=moderator')]);
    one.on('connectionCreated', (event) => {
      if (event.connection.data === 'bot') void one.forceDisconnect(event.connection);
    });
    const log = collect(two);
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
    const [one, two] = [session({}, 'a'), session({}, 'b')];
    await Promise.all([one.connect(), two.connect()]);
    expect(platform.running).to.equal(2);
    expect(one.connectionCount).to.equal(1);
  });
});

describe('Session: reconnecting by itself', () => {
  const random = Math.random;
  let quiet: ReturnType<typeof quietConsole>;
  beforeEach(() => {
    quiet = quietConsole();
    Math.random = () => 0;
  });
  afterEach(() => {
    quiet.restore();
    Math.random = random;
  });

  const auto = () => session({reconnect: 'auto'});
  const event = (one: Session, type: 'sessionConnected' | 'error') =>
    new Promise<void>((resolve) =>
      one.once(type, () => {
        resolve();
      }),
    );

  for (const reason of ['networkDisconnected', 'serverRotation', 'mediaIdle', 'planetDemolished']) {
    it(`comes back after ${reason}, with the right count`, async () => {
      platform.join('a');
      const one = auto();
      await one.connect();
      const back = event(one, 'sessionConnected');
      const disconnects: SessionDisconnectEvent[] = [];
      one.on('sessionDisconnected', (e) => disconnects.push(e));
      platform.disconnect(reason);
      expect(one.connectionCount).to.be.NaN;
      expect(one.state).to.equal('connecting');
      await back;
      await settled();
      expect(disconnects.map((e) => [e.reason, e.cancelable])).to.deep.equal([[reason, true]]);
      expect(one.connectionCount).to.equal(2);
    });
  }

  for (const reason of ['clientDisconnected', 'forceDisconnected']) {
    it(`stays out after ${reason}, which has nothing to prevent`, async () => {
      const one = auto();
      await one.connect();
      let cancelable: boolean | undefined;
      one.on('sessionDisconnected', (e) => {
        ({cancelable} = e);
      });
      platform.disconnect(reason);
      await settled();
      expect(cancelable).to.equal(false);
      expect(one.state).to.equal('disconnected');
      expect(platform.attempts.length).to.equal(1);
    });
  }

  it('stays out when sessionDisconnected is prevented', async () => {
    const one = auto();
    one.on('sessionDisconnected', (e) => {
      e.preventDefault();
    });
    await one.connect();
    platform.disconnect('networkDisconnected');
    await settled();
    expect(one.state).to.equal('disconnected');
  });

  it('stays out when a listener of sessionDisconnected calls disconnect()', async () => {
    const one = auto();
    one.on('sessionDisconnected', () => void one.disconnect());
    await one.connect();
    platform.disconnect('networkDisconnected');
    await settled();
    expect(one.state).to.equal('disconnected');
    expect(platform.attempts.length).to.equal(1);
  });

  it('stays out when reconnect becomes never, in the listener or while it waits', async () => {
    const one = auto();
    await one.connect();
    one.once('sessionDisconnected', () => {
      one.reconnect = 'never';
    });
    platform.disconnect('networkDisconnected');
    await settled();
    expect([one.state, platform.attempts.length]).to.deep.equal(['disconnected', 1]);
    one.reconnect = 'auto';
    await one.connect();
    platform.disconnect('networkDisconnected');
    expect(one.state).to.equal('connecting');
    one.reconnect = 'never';
    await settled();
    expect([one.state, platform.attempts.length]).to.deep.equal(['disconnected', 2]);
  });

  it('with reconnect never, sessionDisconnected is not cancelable and nothing follows', async () => {
    const one = session({reconnect: 'never'});
    await one.connect();
    let cancelable: boolean | undefined;
    one.on('sessionDisconnected', (e) => {
      ({cancelable} = e);
    });
    platform.disconnect('networkDisconnected');
    await settled();
    expect(cancelable).to.equal(false);
    expect(one.state).to.equal('disconnected');
  });

  it('tries again after failures that may pass, and clears the error when it is in', async () => {
    platform.refuse(new SessionError('session-full', 'Full.'), new SessionError('connect-failed', 'No network.'));
    const one = auto();
    const log = collect(one);
    const back = event(one, 'sessionConnected');
    expect((await errorOf(one.connect())).code).to.equal('session-full');
    expect(one.state).to.equal('connecting');
    expect(one.error?.code).to.equal('session-full');
    await back;
    expect(log.slice(0, 3)).to.deep.equal(['error session-full', 'error connect-failed', 'sessionConnected']);
    expect(one.error).to.equal(null);
  });

  for (const code of ['authentication-failed', 'invalid-session', 'unsupported-browser']) {
    it(`gives up on ${code}`, async () => {
      platform.refuse(new SessionError(code, 'No.'));
      const one = auto();
      await errorOf(one.connect());
      await settled();
      expect(platform.attempts.length).to.equal(1);
      expect(one.state).to.equal('disconnected');
    });
  }

  it('waits at random up to twice as long each time, at most a minute', async () => {
    const delays: number[] = [];
    const {setTimeout: real} = globalThis;
    Math.random = () => 1;
    platform.refuse(...Array.from({length: 9}, () => new SessionError('session-full', 'Full.')));
    const one = auto();
    const done = event(one, 'sessionConnected');
    // the wait itself is not under test: it is over at once
    globalThis.setTimeout = ((run: () => void, ms = 0) => {
      if (ms >= 1000 && ms !== 30_000) delays.push(ms);
      return real(run, ms === 30_000 ? ms : 0);
    }) as typeof setTimeout;
    await errorOf(one.connect());
    await done;
    globalThis.setTimeout = real;
    expect(delays).to.deep.equal([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('the network coming back ends the wait', async () => {
    Math.random = () => 1;
    const one = auto();
    await one.connect();
    platform.disconnect('networkDisconnected');
    const back = event(one, 'sessionConnected');
    dispatchEvent(new Event('online'));
    await back;
    expect(platform.running).to.equal(1);
  });

  it('pitfall 12: leaving while it waits ends the wait, and nothing listens any more', async () => {
    Math.random = () => 1;
    const one = auto();
    await one.connect();
    platform.disconnect('networkDisconnected');
    await one.disconnect();
    dispatchEvent(new Event('online'));
    await settled();
    expect(platform.attempts.length).to.equal(1);
    expect(one.state).to.equal('disconnected');
  });

  it('a page that is hidden waits after mediaIdle until it is looked at', async () => {
    const visibility = (value: string) => {
      fakeDocument('visibilityState', value);
      document.dispatchEvent(new Event('visibilitychange'));
    };
    const one = auto();
    await one.connect();
    visibility('hidden');
    try {
      platform.disconnect('mediaIdle');
      await settled();
      await settled();
      expect(platform.attempts.length).to.equal(1);
      const back = event(one, 'sessionConnected');
      visibility('visible');
      await back;
    } finally {
      restoreDocument();
    }
    expect(platform.attempts.length).to.equal(2);
  });
});
