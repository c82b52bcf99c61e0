import {expect} from '@open-wc/testing';
import type {ConnectionEvent} from '../../src/session/session-events.js';
import {recordEvents} from '../events.js';
import {createSession, errorOf, useSessions} from './sessions.js';
import {platform} from '../fakes/use-fake-platform.js';

useSessions();

describe('Session: joining', () => {
  it('dispatches sessionConnected, a connectionCreated for each connection, its own included, one connectionCountChange, then resolves', async () => {
    platform.join('a');
    platform.join('b');
    const one = createSession();
    const log = recordEvents(one);
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

  it('the roster is up to date before any listener runs', async () => {
    platform.join('a');
    const one = createSession();
    const seen: unknown[] = [];
    one.on('sessionConnected', () =>
      seen.push([...one.connections.keys()], one.connection?.connectionId, one.state, one.connectionCount),
    );
    one.on('connectionDestroyed', (event) => seen.push(one.connections.has(event.connection.connectionId)));
    await one.connect();
    platform.leave('a');
    expect(seen).to.deep.equal([['a', 'fake-1'], 'fake-1', 'connected', NaN, false]);
  });

  it('events have the vendor’s members', async () => {
    const one = createSession();
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
    const one = createSession();
    const log = recordEvents(one);
    await new Promise<void>((resolve) => {
      void one.connect('', (...args) => {
        log.push(`handler ${String(args.length)}`);
        resolve();
      });
    });
    expect(log.at(-1)).to.equal('handler 0');
  });

  it('connect() while connected does nothing', async () => {
    const one = createSession();
    await one.connect();
    const log = recordEvents(one);
    await one.connect();
    expect(log).to.deep.equal([]);
    expect(platform.attempts.length).to.equal(1);
  });

  it('during the announcements, a connection that joins is announced once, and one that leaves unannounced is never announced', async () => {
    platform.join('a');
    platform.join('b');
    const one = createSession();
    const log = recordEvents(one);
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

  it('stops announcing when a listener disconnects, and connect() is aborted', async () => {
    platform.join('a');
    const one = createSession();
    const log = recordEvents(one);
    one.once('connectionCreated', () => void one.disconnect());
    expect((await errorOf(one.connect())).code).to.equal('aborted');
    expect(log).to.deep.equal(['sessionConnected', 'connectionCreated a', 'sessionDisconnected clientDisconnected']);
    expect(one.connectionCount).to.be.NaN;
  });
});
