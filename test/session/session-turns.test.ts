import {expect} from '@open-wc/testing';
import {registerEngine} from '../../src/engines/engine-registry.js';
import type {Connection} from '../../src/values/connection.js';
import {initSession} from '../../src/session/init-session.js';
import {SessionError} from '../../src/values/session-error.js';
import {collect, quietConsole, settled} from '../collect.js';
import {countTimers} from '../count-timers.js';
import {errorOf, platform, session, useFakeSessions} from './fake-sessions.js';

useFakeSessions();

/** Registers `silent`: an engine whose `forceDisconnect()` does nothing, and never answers. */
function registerSilentEngine(): void {
  registerEngine('silent', () =>
    Promise.resolve(async (...args) => ({
      ...(await platform.engine(...args)),
      forceDisconnect: () => new Promise<void>(() => undefined),
    })),
  );
}

describe('Session: what a listener brings about is told when everybody knows of what it was told of', () => {
  it('somebody removed when announced at the join: the next listener hears that they came before that they left', async () => {
    platform.join('banned');
    const one = session();
    const list = new Set<string>();
    one.on('connectionCreated', ({connection}) => {
      if (connection.connectionId === 'banned') void one.forceDisconnect(connection);
    });
    const log = collect(one);
    one.on('connectionCreated', ({connection}) => list.add(connection.connectionId));
    one.on('connectionDestroyed', ({connection}) => list.delete(connection.connectionId));
    await one.connect('role=moderator');
    expect(log).to.deep.equal([
      'sessionConnected',
      'connectionCreated banned',
      'connectionDestroyed banned forceDisconnected',
      'connectionCreated fake-1',
      'connectionCountChange',
    ]);
    expect([...list]).to.deep.equal(['fake-1']);
    expect([...one.connections.keys()]).to.deep.equal(['fake-1']);
    expect(one.connectionCount).to.equal(1);
  });

  it('the same for a later arrival', async () => {
    const one = session();
    await one.connect('role=moderator');
    one.on('connectionCreated', ({connection}) => void one.forceDisconnect(connection));
    const log = collect(one);
    platform.join('banned');
    expect(log.filter((line) => line !== 'connectionCountChange')).to.deep.equal([
      'connectionCreated banned',
      'connectionDestroyed banned forceDisconnected',
    ]);
    expect(one.connectionCount).to.equal(1);
  });

  it('left at sessionConnected: the next listener hears that we came before that we left, and of nobody', async () => {
    platform.join('a');
    const one = session();
    one.on('sessionConnected', () => void one.disconnect());
    const log = collect(one);
    expect(await errorOf(one.connect())).to.have.property('code', 'aborted');
    expect(log).to.deep.equal(['sessionConnected', 'sessionDisconnected clientDisconnected']);
    expect(one.state).to.equal('disconnected');
  });

  it('left at somebody’s arrival: a total that is kept by adding, and is 0 when we are out, ends at 0', async () => {
    const one = session();
    let total = 0;
    one.on('connectionCreated', ({connection}) => {
      if (connection.connectionId === 'a') void one.disconnect();
    });
    one.on('connectionCreated', () => total++);
    one.on('sessionDisconnected', () => (total = 0));
    await one.connect();
    expect(total).to.equal(1);
    platform.join('a');
    expect(total).to.equal(0);
    expect(one.connectionCount).to.be.NaN;
  });

  it('the facts are there at once, whatever is still to be told', async () => {
    const one = session();
    await one.connect();
    const facts: unknown[] = [];
    one.on('connectionCreated', () => {
      void one.disconnect();
      facts.push(one.state, one.connection, one.connections.size);
    });
    platform.join('a');
    expect(facts).to.deep.equal(['disconnected', null, 0]);
  });

  it('the count is told once, when all is told that belongs together, and only if it is another one', async () => {
    const one = session();
    await one.connect();
    const counts: number[] = [];
    one.on('connectionCountChange', () => counts.push(one.connectionCount));
    one.once('connectionCreated', ({connection}) => {
      one.count(connection);
      one.uncount(connection);
    });
    platform.join('a');
    expect(counts).to.deep.equal([2]);
    one.once('connectionCreated', ({connection}) => {
      one.uncount(one.connection!);
      one.uncount('a');
      one.count(connection);
    });
    platform.join('b');
    expect(one.connectionCount).to.equal(1);
    one.once('connectionDestroyed', () => {
      one.count('a');
    });
    platform.leave('b');
    expect(one.connectionCount).to.equal(1);
    expect(counts).to.deep.equal([2, 1]);
  });

  it('a page whose console throws is told of what comes all the same', async () => {
    const one = session();
    const log = collect(one);
    const {error} = console;
    const report = window.reportError.bind(window);
    window.reportError = () => undefined;
    console.error = () => {
      throw new Error('Nothing may be written to the console here.');
    };
    platform.refuse(new SessionError('connect-failed', 'No.'));
    await errorOf(one.connect());
    console.error = error;
    window.reportError = report;
    await one.connect();
    expect(log).to.deep.equal([
      'error connect-failed',
      'sessionConnected',
      'connectionCreated fake-2',
      'connectionCountChange',
    ]);
  });

  it('an observer that throws is reported, and keeps nothing from anybody', async () => {
    const [one, other] = [session(), session()];
    const reported: unknown[] = [];
    const report = window.reportError.bind(window);
    window.reportError = (error) => reported.push(error);
    const told: string[] = [];
    const stop = new AbortController();
    const {signal} = stop;
    one.observe(() => {
      throw new Error('the observer’s own mistake');
    }, signal);
    one.observe((event) => told.push(event.type), signal);
    await Promise.all([one.connect(), other.connect()]);
    platform.join('a');
    platform.leave('a');
    platform.disconnect('networkDisconnected');
    stop.abort();
    window.reportError = report;
    expect(told).to.deep.equal([
      'stateChange',
      'stateChange',
      'sessionConnected',
      'connectionCreated',
      'connectionCountChange',
      'connectionCreated',
      'connectionCountChange',
      'connectionDestroyed',
      'connectionCountChange',
      'stateChange',
      'sessionDisconnected',
      'connectionCountChange',
    ]);
    expect(reported).to.have.lengthOf(told.length);
    expect([one.state, other.state]).to.deep.equal(['disconnected', 'disconnected']);
  });

  it('an observer whose signal is aborted already is told nothing', async () => {
    const one = session();
    const controller = new AbortController();
    controller.abort();
    let told = 0;
    one.observe(() => told++, controller.signal);
    await one.connect();
    expect(told).to.equal(0);
  });
});

describe('Session: promises settle', () => {
  it('connect(), when it is given up by the one who is asked for credentials', async () => {
    const one = session({
      getCredentials: () => {
        void one.disconnect();
        return new Promise(() => undefined);
      },
    });
    expect(await errorOf(one.connect())).to.have.property('code', 'aborted');
  });

  it('connect(), when it is given up as soon as the state says so', async () => {
    registerEngine('hanging', () => new Promise(() => undefined));
    const one = session({engine: 'hanging'});
    one.observe(() => {
      if (one.state === 'connecting') void one.disconnect();
    }, new AbortController().signal);
    expect(await errorOf(one.connect())).to.have.property('code', 'aborted');
  });

  it('forceDisconnect(), when the engine never answers and the session is left', async () => {
    registerSilentEngine();
    const one = session({engine: 'silent'});
    platform.join('a');
    await one.connect('role=moderator');
    const removed = one.forceDisconnect('a');
    await one.disconnect();
    expect(await errorOf(removed)).to.have.property('code', 'aborted');
  });

  it('forceDisconnect() of ourselves, which ends the session before it is answered', async () => {
    registerEngine('late', () =>
      Promise.resolve(async (...args) => {
        const handle = await platform.engine(...args);
        return {...handle, forceDisconnect: (target) => handle.forceDisconnect(target).then(settled)};
      }),
    );
    const one = session({engine: 'late'});
    await one.connect('role=moderator');
    await one.forceDisconnect(one.connection!);
    expect(one.state).to.equal('disconnected');
  });

  it('forceDisconnect() of ourselves, when the engine never answers: we are out of the session, as was asked', async () => {
    registerEngine('silent', () =>
      Promise.resolve(async (...args) => {
        const handle = await platform.engine(...args);
        const forceDisconnect = (target: Connection) => {
          void handle.forceDisconnect(target);
          return new Promise<void>(() => undefined);
        };
        return {...handle, forceDisconnect};
      }),
    );
    const one = session({engine: 'silent'});
    await one.connect('role=moderator');
    await one.forceDisconnect(one.connection!);
    expect(one.state).to.equal('disconnected');
  });

  it('forceDisconnect() of ourselves, when we leave before the answer', async () => {
    registerSilentEngine();
    const one = session({engine: 'silent'});
    await one.connect('role=moderator');
    const removed = one.forceDisconnect(one.connection!);
    await one.disconnect();
    expect(await errorOf(removed)).to.have.property('code', 'aborted');
  });

  it('forceDisconnect() leaves no timer behind, however it ends', async () => {
    registerSilentEngine();
    const one = session({engine: 'silent'});
    platform.join('a');
    await one.connect('role=moderator');
    const {timers, restore} = countTimers(window);
    const removed = errorOf(one.forceDisconnect('a'));
    expect(timers.size).to.equal(1);
    await one.disconnect();
    await removed;
    expect(timers.size).to.equal(0);
    restore();
  });

  for (const target of ['ourselves', 'another'] as const) {
    it(`forceDisconnect() of ${target}, when the engine never answers: it times out`, async () => {
      registerSilentEngine();
      const one = session({engine: 'silent'});
      platform.join('a');
      await one.connect('role=moderator');
      const {setTimeout: real} = globalThis;
      // the length of the wait is not under test
      globalThis.setTimeout = ((run: () => void) => real(run)) as typeof setTimeout;
      const removed = errorOf(one.forceDisconnect(target === 'another' ? 'a' : one.connection!));
      globalThis.setTimeout = real;
      expect(await removed).to.have.property('code', 'timed-out');
    });
  }

  it('forceDisconnect() leaves no listener behind', async () => {
    const {prototype} = AbortSignal;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- they are called with their `this`
    const {addEventListener: add} = prototype;
    const ends: AbortSignal[] = [];
    let endless = 0;
    prototype.addEventListener = function (this: AbortSignal, ...args: unknown[]) {
      const {signal} = Object(args[2]) as {signal?: AbortSignal};
      if (signal) ends.push(signal);
      else endless++;
      (add as (...all: unknown[]) => void).apply(this, args);
    };
    const one = session();
    for (const id of ['a', 'b', 'c']) platform.join(id);
    await one.connect('role=moderator');
    ends.length = endless = 0;
    for (const id of ['a', 'b', 'c']) await one.forceDisconnect(id);
    prototype.addEventListener = add;
    expect(endless).to.equal(0);
    expect(ends).not.to.have.lengthOf(0);
    expect(ends.every(({aborted}) => aborted)).to.equal(true);
  });

  it('forceDisconnect(), with what the engine throws as the cause', async () => {
    const cause = new DOMException('It was stolen.', 'AbortError');
    registerEngine('throwing', () =>
      Promise.resolve(async (...args) => ({
        ...(await platform.engine(...args)),
        forceDisconnect: () => Promise.reject(cause),
      })),
    );
    const one = session({engine: 'throwing'});
    platform.join('a');
    await one.connect('role=moderator');
    expect(await errorOf(one.forceDisconnect('a'))).to.include({code: 'connect-failed', cause});
  });
});

describe('Session: sharing a connection', () => {
  it('the same id on another server is another session', async () => {
    const [one, other] = [session({service: 'wss://one.example/'}), session({service: 'wss://other.example/'})];
    await Promise.all([one.connect(), other.connect()]);
    expect(platform.attempts.map(({config}) => config.service)).to.have.members([
      'wss://one.example/',
      'wss://other.example/',
    ]);
    expect(one.connection).not.to.equal(other.connection);
  });

  it('who wants to be told of nobody, and who does not, cannot share one: session-in-use', async () => {
    const quiet = quietConsole();
    const [one, other] = [session(), session({connectionEventsSuppressed: true})];
    await one.connect();
    expect(await errorOf(other.connect())).to.have.property('code', 'session-in-use');
    await one.disconnect();
    await other.connect();
    expect(await errorOf(one.connect())).to.have.property('code', 'session-in-use');
    quiet.restore();
  });

  it('with connectionEventsSuppressed nobody is announced, whatever the engine tells', async () => {
    platform.join('a');
    const one = session({connectionEventsSuppressed: true});
    const log = collect(one);
    await one.connect();
    platform.join('b');
    platform.leave('a');
    expect(log).to.deep.equal(['sessionConnected']);
    expect([one.connections.size, one.connectionCount]).to.deep.equal([0, NaN]);
  });

  it('removed while another one joins over the same connection: that one is refused, and stays out', async () => {
    const quiet = quietConsole();
    const [one, other] = [session(), session({reconnect: 'auto'})];
    one.on('sessionConnected', () => {
      platform.disconnect('forceDisconnected');
    });
    const refused = errorOf(one.connect());
    expect(await errorOf(other.connect())).to.have.property('code', 'permission-denied');
    await refused;
    await settled();
    expect(other.state).to.equal('disconnected');
    quiet.restore();
  });
});

describe('Session: what it is given that is no use', () => {
  it('no options at all', async () => {
    const one = initSession('', 'room', null);
    const quiet = quietConsole();
    // the usual engine, which wants a key
    expect(await errorOf(one.connect())).to.have.property('code', 'not-configured');
    quiet.restore();
  });

  for (const connectTimeout of [0, -1, NaN, null as unknown as number]) {
    it(`connectTimeout ${connectTimeout} is no limit at all, so the usual one is`, async () => {
      const one = session({connectTimeout});
      await one.connect();
      expect(one.state).to.equal('connected');
    });
  }

  it('getCredentials that is no function: not-configured, and not tried again', async () => {
    const quiet = quietConsole();
    const one = session({reconnect: 'auto', getCredentials: '/credentials' as unknown as () => never});
    expect(await errorOf(one.connect())).to.have.property('code', 'not-configured');
    expect(one.state).to.equal('disconnected');
    quiet.restore();
  });

  it('a token that is null is no other one, and a handler that is no function is not called', async () => {
    const one = session();
    one.token = 'data=me';
    await one.connect(null as unknown as string, 'handler' as unknown as () => void);
    expect(one.connection?.data).to.equal('me');
  });

  it('forceDisconnect() of nothing: not-connected, or unknown-connection', async () => {
    const one = session();
    for (const nothing of [null, undefined, 5, {}] as unknown as string[]) {
      expect(await errorOf(one.forceDisconnect(nothing))).to.have.property('code', 'not-connected');
    }
    await one.connect('role=moderator');
    for (const nothing of [null, undefined, 5, {}] as unknown as string[]) {
      expect(await errorOf(one.forceDisconnect(nothing))).to.have.property('code', 'unknown-connection');
    }
    expect(one.connections.size).to.equal(1);
  });

  it('count() and uncount() take an id, too; of nobody nothing comes', async () => {
    const one = session();
    one.on('connectionCreated', (event) => event.preventDefault());
    await one.connect();
    const own = one.connection!;
    for (const nobody of [null, undefined, 5, 'nobody', {}] as unknown as string[]) {
      one.count(nobody);
      one.uncount(nobody);
    }
    expect(one.connectionCount).to.equal(0);
    one.count(own.connectionId);
    expect(one.connectionCount).to.equal(1);
    one.uncount(own.connectionId);
    expect(one.connectionCount).to.equal(0);
    // what only looks like somebody does not stand for them
    one.count({connectionId: own.connectionId} as typeof own);
    expect(one.countedConnections.get(own.connectionId)).to.equal(own);
  });
});
