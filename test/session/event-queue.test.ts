import {expect} from '@open-wc/testing';
import {SessionError} from '../../src/values/session-error.js';
import {recordEvents} from '../events.js';
import {createSession, errorOf, useSessions} from './sessions.js';
import {platform} from '../fakes/use-fake-platform.js';

useSessions();

describe('Session: events triggered by a listener are queued until every listener has handled the current one', () => {
  it('a connection removed when announced at the join: the next listener receives connectionCreated before connectionDestroyed', async () => {
    platform.join('banned');
    const one = createSession();
    const list = new Set<string>();
    one.on('connectionCreated', ({connection}) => {
      if (connection.connectionId === 'banned') void one.forceDisconnect(connection);
    });
    const log = recordEvents(one);
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

  it('the same for a connection that joins later', async () => {
    const one = createSession();
    await one.connect('role=moderator');
    one.on('connectionCreated', ({connection}) => void one.forceDisconnect(connection));
    const log = recordEvents(one);
    platform.join('banned');
    expect(log.filter((line) => line !== 'connectionCountChange')).to.deep.equal([
      'connectionCreated banned',
      'connectionDestroyed banned forceDisconnected',
    ]);
    expect(one.connectionCount).to.equal(1);
  });

  it('disconnecting at sessionConnected: the next listener receives sessionConnected, then sessionDisconnected, and no connection events', async () => {
    platform.join('a');
    const one = createSession();
    one.on('sessionConnected', () => void one.disconnect());
    const log = recordEvents(one);
    expect(await errorOf(one.connect())).to.have.property('code', 'aborted');
    expect(log).to.deep.equal(['sessionConnected', 'sessionDisconnected clientDisconnected']);
    expect(one.state).to.equal('disconnected');
  });

  it('disconnecting at connectionCreated: a running total that is reset at sessionDisconnected ends at 0', async () => {
    const one = createSession();
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

  it('the state changes at once, whatever events are still queued', async () => {
    const one = createSession();
    await one.connect();
    const facts: unknown[] = [];
    one.on('connectionCreated', () => {
      void one.disconnect();
      facts.push(one.state, one.connection, one.connections.size);
    });
    platform.join('a');
    expect(facts).to.deep.equal(['disconnected', null, 0]);
  });

  it('connectionCountChange fires once after a batch, and only if the count has changed', async () => {
    const one = createSession();
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

  it('events are dispatched even if the console throws', async () => {
    const one = createSession();
    const log = recordEvents(one);
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

  it('an observer that throws is reported, and everybody else is notified', async () => {
    const [one, other] = [createSession(), createSession()];
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

  it('an observer whose signal is already aborted is not notified', async () => {
    const one = createSession();
    const controller = new AbortController();
    controller.abort();
    let told = 0;
    one.observe(() => told++, controller.signal);
    await one.connect();
    expect(told).to.equal(0);
  });
});
