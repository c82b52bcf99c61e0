import {expect} from '@open-wc/testing';
import {registerEngine} from '../../src/engines/engine-registry.js';
import type {Engine, EngineObserver} from '../../src/engines/engine.js';
import {Connection} from '../../src/values/connection.js';
import {initSession} from '../../src/session/init-session.js';
import {recordEvents} from '../events.js';
import {settled} from '../wait.js';
import {platform} from '../fakes/use-fake-platform.js';
import {createSession, useSessions} from './sessions.js';

useSessions();

describe('Session: counting', () => {
  it('pitfall 2: the count is unknown before the join and after leaving, never the last number', async () => {
    const session = createSession();
    expect(session.connectionCount).to.be.NaN;
    await session.connect();
    expect(session.connectionCount).to.equal(1);
    await session.disconnect();
    expect(session.connectionCount).to.be.NaN;
    expect(session.connections.size).to.equal(0);
    expect(session.connection).to.equal(null);
  });

  it('pitfall 3: connect, disconnect, connect shows the same number', async () => {
    platform.join('a');
    const session = createSession();
    await session.connect();
    await session.disconnect();
    await session.connect();
    expect(session.connectionCount).to.equal(2);
  });

  it('pitfall 4: duplicate notifications are ignored, and so are departures of unknown connections', async () => {
    const session = createSession();
    await session.connect();
    const a = platform.join('a');
    const log = recordEvents(session);
    const {observer} = platform.attempts[0]!;
    observer.connectionCreated(a);
    observer.connectionDestroyed({...a, connectionId: 'x', id: 'x'}, 'clientDisconnected');
    expect(log).to.deep.equal([]);
    platform.leave('a');
    observer.connectionDestroyed(a, 'clientDisconnected');
    expect(log).to.deep.equal(['connectionDestroyed a clientDisconnected', 'connectionCountChange']);
    expect(session.connectionCount).to.equal(1);
  });

  it('pitfall 5: connectionCountChange fires once, after every connection has been announced', async () => {
    for (let i = 0; i < 100; i++) platform.join(`guest-${i}`);
    const session = createSession();
    const counts: number[] = [];
    session.on('connectionCountChange', () => counts.push(session.connectionCount));
    await session.connect();
    expect(counts).to.deep.equal([101]);
  });

  describe('pitfall 5: connections that join or leave around the engine’s connected() are announced once', () => {
    const own = new Connection('own', 4, '');
    const a = new Connection('a', 1, '');
    const b = new Connection('b', 2, '');
    const c = new Connection('c', 3, '');

    /** The roster, count, and events of a session whose engine makes these calls, and resolves later. */
    async function received(say: (observer: EngineObserver) => void) {
      const engine: Engine = async (_, observer) => {
        say(observer);
        await settled();
        return {capabilities: {forceDisconnect: 0}, forceDisconnect: () => Promise.resolve()};
      };
      registerEngine('hasty', () => Promise.resolve(engine));
      const session = createSession({engine: 'hasty'});
      const log = recordEvents(session);
      await session.connect();
      return [[...session.connections.keys()].sort(), session.connectionCount, log];
    }

    const joined = (...ids: string[]) => [
      [...ids].sort(),
      ids.length,
      ['sessionConnected', ...ids.map((id) => `connectionCreated ${id}`), 'connectionCountChange'],
    ];

    it('after it, before the engine resolves', async () => {
      const outcome = await received((observer) => {
        observer.connected(own, [own, a, b]);
        observer.connectionCreated(c);
        observer.connectionDestroyed(a, 'clientDisconnected');
      });
      expect(outcome).to.deep.equal(joined('own', 'b', 'c'));
    });

    it('before it, although no engine should: the calls are kept, and the roster takes precedence', async () => {
      const outcome = await received((observer) => {
        observer.connectionCreated(a);
        observer.connectionCreated(c);
        observer.connectionDestroyed(b, 'clientDisconnected');
        observer.connectionDestroyed(c, 'clientDisconnected');
        observer.connected(own, [own, a, b]);
      });
      expect(outcome).to.deep.equal(joined('a', 'own', 'b'));
    });
  });

  it('pitfall 19: an unrecognized reason is passed through', async () => {
    const session = createSession();
    await session.connect();
    platform.join('a');
    const log = recordEvents(session);
    platform.leave('a', 'abductedByAliens');
    platform.disconnect('planetDemolished');
    expect(log).to.include('connectionDestroyed a abductedByAliens');
    expect(log).to.include('sessionDisconnected planetDemolished');
  });

  it('pitfall 20: __proto__ and constructor are ordinary ids', async () => {
    const ids = ['__proto__', 'constructor', 'hasOwnProperty', 'toString'];
    for (const id of ids) platform.join(id);
    const session = createSession();
    await session.connect();
    expect([...session.connections.keys()]).to.have.members([...ids, 'fake-1']);
    expect(session.connectionCount).to.equal(5);
    for (const id of ids) platform.leave(id);
    expect(session.connectionCount).to.equal(1);
  });

  it('does not count a connection whose connectionCreated was prevented; its connectionDestroyed is dispatched without changing the count', async () => {
    const session = createSession();
    session.on('connectionCreated', (event) => {
      if (event.connection.data === 'bot') event.preventDefault();
      expect(event.isDefaultPrevented()).to.equal(event.connection.data === 'bot');
    });
    await session.connect();
    platform.join('b', 'bot');
    expect(session.connections.size).to.equal(2);
    expect(session.connectionCount).to.equal(1);
    const log = recordEvents(session);
    platform.leave('b');
    expect(log).to.deep.equal(['connectionDestroyed b clientDisconnected']);
    expect(session.connectionCount).to.equal(1);
  });

  it('is 0, not unknown, when every connectionCreated was prevented', async () => {
    const session = createSession();
    session.on('connectionCreated', (event) => {
      event.preventDefault();
    });
    await session.connect();
    expect(session.connectionCount).to.equal(0);
    session.count(session.connection!);
    expect(session.connectionCount).to.equal(1);
  });

  it('keeps counting a connection whose connectionDestroyed was prevented, until uncount()', async () => {
    const session = createSession();
    session.on('connectionDestroyed', (event) => {
      event.preventDefault();
    });
    await session.connect();
    const a = platform.join('a');
    platform.leave('a', 'networkDisconnected');
    expect(session.connections.has('a')).to.equal(false);
    expect(session.connectionCount).to.equal(2);
    const log = recordEvents(session);
    session.uncount(a);
    session.uncount(a);
    expect(session.connectionCount).to.equal(1);
    expect(log).to.deep.equal(['connectionCountChange']);
  });

  it('count() ignores a connection that has left', async () => {
    const session = createSession();
    await session.connect();
    const a = platform.join('a');
    platform.leave('a');
    session.count(a);
    expect(session.connectionCount).to.equal(1);
  });

  it('its rosters are read-only', async () => {
    const session = createSession();
    await session.connect();
    const connections = session.connections as Map<string, Connection>;
    expect(() => {
      connections.clear();
    }).to.throw(TypeError);
    expect(() => connections.delete('fake-1')).to.throw(TypeError);
    expect(() => connections.set('x', session.connection!)).to.throw(TypeError);
    expect(() => Map.prototype.set.call(connections, 'x', session.connection)).to.throw(TypeError);
    expect(session.connectionCount).to.equal(1);
  });

  it('its rosters can be read like maps, also through a proxy', async () => {
    platform.join('a');
    const session = createSession();
    await session.connect();
    const proxy = new Proxy(session.connections, {});
    for (const connections of [session.connections, proxy]) {
      expect(connections.size).to.equal(2);
      expect(connections.get('a')!.connectionId).to.equal('a');
      expect(connections.has('b')).to.equal(false);
      expect([...connections.keys()]).to.deep.equal([...connections].map(([id]) => id));
      expect([...connections.values()]).to.deep.equal([...connections.entries()].map(([, connection]) => connection));
      const visited: unknown[] = [];
      connections.forEach((connection, id, map) => visited.push([id, connection, map]));
      expect(visited).to.deep.equal([...connections].map(([id, connection]) => [id, connection, session.connections]));
    }
  });

  it('pitfall 6: the count stays while reconnecting; departures meanwhile are dispatched afterwards', async () => {
    platform.join('a');
    const session = createSession();
    await session.connect();
    const log = recordEvents(session);
    platform.reconnecting();
    expect(session.state).to.equal('reconnecting');
    platform.leave('a');
    expect(session.connectionCount).to.equal(2);
    platform.reconnected();
    expect(session.state).to.equal('connected');
    expect(session.connectionCount).to.equal(1);
    expect(log).to.deep.equal([
      'sessionReconnecting',
      'sessionReconnected',
      'connectionDestroyed a clientDisconnected',
      'connectionCountChange',
    ]);
  });
});

describe('A platform that reports how many connections there are, without a roster', () => {
  let observer: EngineObserver;
  registerEngine('counting', () =>
    Promise.resolve((_, received, signal) => {
      observer = received;
      received.connected(new Connection('own', 1, ''), null);
      received.counted(7);
      signal.throwIfAborted();
      return Promise.resolve({capabilities: {forceDisconnect: 0}, forceDisconnect: () => Promise.resolve()});
    }),
  );

  it('provides the count, without connections', async () => {
    const session = initSession('', 'much', {engine: 'counting'});
    const log = recordEvents(session);
    await session.connect();
    expect(session.connectionCount).to.equal(7);
    expect(session.connections.size).to.equal(0);
    observer.counted(7);
    observer.counted(8);
    expect(session.connectionCount).to.equal(8);
    await session.disconnect();
    expect(session.connectionCount).to.be.NaN;
    expect(log).to.deep.equal([
      'sessionConnected',
      'connectionCountChange',
      'connectionCountChange',
      'sessionDisconnected clientDisconnected',
      'connectionCountChange',
    ]);
  });

  it('provides it to a session that joins later, too', async () => {
    const first = initSession('', 'many', {engine: 'counting'});
    await first.connect();
    observer.counted(9);
    const second = initSession('', 'many', {engine: 'counting'});
    await second.connect();
    expect(second.connectionCount).to.equal(9);
    await Promise.all([first.disconnect(), second.disconnect()]);
  });
});
