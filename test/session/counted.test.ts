import {expect} from '@open-wc/testing';
import {registerEngine} from '../../src/engines/engine-registry.js';
import type {EngineObserver} from '../../src/engines/engine.js';
import {Connection} from '../../src/values/connection.js';
import {initSession} from '../../src/session/init-session.js';
import {recordEvents} from '../events.js';

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
