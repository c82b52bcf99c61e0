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
