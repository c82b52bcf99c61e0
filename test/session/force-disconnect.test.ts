import {expect} from '@open-wc/testing';
import {registerEngine} from '../../src/engines/engine-registry.js';
import type {Engine, EngineHandle} from '../../src/engines/engine.js';
import type {Connection} from '../../src/values/connection.js';
import {recordEvents} from '../events.js';
import {createSession, errorOf, useSessions} from './sessions.js';
import {platform} from '../fakes/use-fake-platform.js';
import {settled} from '../wait.js';
import {countTimers} from '../fakes/timers.js';

useSessions();

/** Registers an engine like the fake one, which removes connections by this function. */
function registerRemoving(name: string, forceDisconnect: (target: Connection, handle: EngineHandle) => Promise<void>) {
  const engine: Engine = async (...args) => {
    const handle = await platform.engine(...args);
    return {...handle, forceDisconnect: (target) => forceDisconnect(target, handle)};
  };
  registerEngine(name, () => Promise.resolve(engine));
}

const never = () => new Promise<void>(() => undefined);

describe('Session: removing others', () => {
  it('requires a connected session, a moderator, and a connection in the session', async () => {
    const session = createSession();
    expect((await errorOf(session.forceDisconnect('a'))).code).to.equal('not-connected');
    await session.connect();
    const a = platform.join('a');
    expect((await errorOf(session.forceDisconnect('nobody'))).code).to.equal('unknown-connection');
    expect((await errorOf(session.forceDisconnect(a))).code).to.equal('permission-denied');
    expect(session.connections.has('a')).to.equal(true);
  });

  it('accepts a connection or its id, and a completion handler', async () => {
    const session = createSession();
    await session.connect('role=moderator');
    const a = platform.join('a');
    platform.join('b');
    const log = recordEvents(session);
    await session.forceDisconnect(a);
    await new Promise<void>((resolve) => {
      void session.forceDisconnect('b', () => {
        resolve();
      });
    });
    const error = await new Promise((resolve) => {
      void session.forceDisconnect('b', resolve);
    });
    expect(error).to.include({code: 'unknown-connection'});
    expect(log.filter((line) => line.startsWith('connectionDestroyed'))).to.deep.equal([
      'connectionDestroyed a forceDisconnected',
      'connectionDestroyed b forceDisconnected',
    ]);
  });

  it('works in a sessionConnected listener', async () => {
    platform.join('a');
    const session = createSession();
    const done = new Promise<void>((resolve, reject) => {
      session.once('sessionConnected', () => {
        expect(session.capabilities.forceDisconnect).to.equal(1);
        session.forceDisconnect('a').then(resolve, reject);
      });
    });
    await session.connect('role=moderator');
    await done;
    expect(session.connectionCount).to.equal(1);
  });
});

describe('Session: the promises of forceDisconnect() settle', () => {
  it('forceDisconnect(), when the engine never answers and the session is disconnected', async () => {
    registerRemoving('silent', never);
    const session = createSession({engine: 'silent'});
    platform.join('a');
    await session.connect('role=moderator');
    const removed = session.forceDisconnect('a');
    await session.disconnect();
    expect(await errorOf(removed)).to.have.property('code', 'aborted');
  });

  it('forceDisconnect() of the own connection, which ends the session before the engine resolves', async () => {
    registerRemoving('late', (target, handle) => handle.forceDisconnect(target).then(settled));
    const session = createSession({engine: 'late'});
    await session.connect('role=moderator');
    await session.forceDisconnect(session.connection!);
    expect(session.state).to.equal('disconnected');
  });

  it('forceDisconnect() of the own connection, when the engine never answers but the session ends', async () => {
    registerRemoving('silent', (target, handle) => {
      void handle.forceDisconnect(target);
      return never();
    });
    const session = createSession({engine: 'silent'});
    await session.connect('role=moderator');
    await session.forceDisconnect(session.connection!);
    expect(session.state).to.equal('disconnected');
  });

  it('forceDisconnect() of the own connection, when the session is disconnected first', async () => {
    registerRemoving('silent', never);
    const session = createSession({engine: 'silent'});
    await session.connect('role=moderator');
    const removed = session.forceDisconnect(session.connection!);
    await session.disconnect();
    expect(await errorOf(removed)).to.have.property('code', 'aborted');
  });

  it('forceDisconnect() leaves no timer behind, even if it is aborted', async () => {
    registerRemoving('silent', never);
    const session = createSession({engine: 'silent'});
    platform.join('a');
    await session.connect('role=moderator');
    const {timers, restore} = countTimers(window);
    const removed = errorOf(session.forceDisconnect('a'));
    expect(timers.size).to.equal(1);
    await session.disconnect();
    await removed;
    expect(timers.size).to.equal(0);
    restore();
  });

  for (const target of ['the own connection', 'another connection'] as const) {
    it(`forceDisconnect() of ${target} times out when the engine never answers`, async () => {
      registerRemoving('silent', never);
      const session = createSession({engine: 'silent'});
      platform.join('a');
      await session.connect('role=moderator');
      const {setTimeout: real} = globalThis;
      // the length of the delay is not under test
      globalThis.setTimeout = ((run: () => void) => real(run)) as typeof setTimeout;
      const removed = errorOf(session.forceDisconnect(target === 'another connection' ? 'a' : session.connection!));
      globalThis.setTimeout = real;
      expect(await removed).to.have.property('code', 'timed-out');
    });
  }

  it('forceDisconnect() leaves no listener behind', async () => {
    const {prototype} = AbortSignal;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- they are called with their `this`
    const {addEventListener: add} = prototype;
    const listeners: {on: AbortSignal; until: AbortSignal | undefined}[] = [];
    prototype.addEventListener = function (this: AbortSignal, ...args: unknown[]) {
      const {signal} = Object(args[2]) as {signal?: AbortSignal};
      listeners.push({on: this, until: signal});
      (add as (...all: unknown[]) => void).apply(this, args);
    };
    const session = createSession();
    for (const id of ['a', 'b', 'c']) platform.join(id);
    await session.connect('role=moderator');
    listeners.length = 0;
    for (const id of ['a', 'b', 'c']) await session.forceDisconnect(id);
    prototype.addEventListener = add;
    expect(listeners).not.to.have.lengthOf(0);
    expect(listeners.every(({on, until}) => on.aborted || until?.aborted)).to.equal(true);
  });

  it('forceDisconnect() rejects with the engine’s error as the cause', async () => {
    const cause = new DOMException('It was stolen.', 'AbortError');
    registerRemoving('throwing', () => Promise.reject(cause));
    const session = createSession({engine: 'throwing'});
    platform.join('a');
    await session.connect('role=moderator');
    expect(await errorOf(session.forceDisconnect('a'))).to.include({code: 'connect-failed', cause});
  });
});
