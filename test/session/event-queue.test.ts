import {expect} from '@open-wc/testing';
import {SessionError} from '../../src/values/session-error.js';
import {recordEvents} from '../events.js';
import {createSession, errorOf, useSessions} from './sessions.js';
import {platform} from '../fakes/use-fake-platform.js';

useSessions();

/** The types of the events that an observer receives, in order. */
function observed(session: ReturnType<typeof createSession>, stop = new AbortController()): string[] {
  const types: string[] = [];
  session.observe(({type}) => types.push(type), stop.signal);
  return types;
}

describe('Session: events triggered by a listener are queued until every listener has handled the current one', () => {
  it('a connection removed when announced at the join: the next listener receives connectionCreated before connectionDestroyed', async () => {
    platform.join('banned');
    const session = createSession();
    const list = new Set<string>();
    session.on('connectionCreated', ({connection}) => {
      if (connection.connectionId === 'banned') void session.forceDisconnect(connection);
    });
    const log = recordEvents(session);
    session.on('connectionCreated', ({connection}) => list.add(connection.connectionId));
    session.on('connectionDestroyed', ({connection}) => list.delete(connection.connectionId));
    await session.connect('role=moderator');
    expect(log).to.deep.equal([
      'sessionConnected',
      'connectionCreated banned',
      'connectionDestroyed banned forceDisconnected',
      'connectionCreated fake-1',
      'connectionCountChange',
    ]);
    expect([...list]).to.deep.equal(['fake-1']);
    expect([...session.connections.keys()]).to.deep.equal(['fake-1']);
    expect(session.connectionCount).to.equal(1);
  });

  it('the same for a connection that joins later', async () => {
    const session = createSession();
    await session.connect('role=moderator');
    session.on('connectionCreated', ({connection}) => void session.forceDisconnect(connection));
    const log = recordEvents(session);
    platform.join('banned');
    expect(log.filter((line) => line !== 'connectionCountChange')).to.deep.equal([
      'connectionCreated banned',
      'connectionDestroyed banned forceDisconnected',
    ]);
    expect(session.connectionCount).to.equal(1);
  });

  it('disconnecting at sessionConnected: the next listener receives sessionConnected, then sessionDisconnected, and no connection events', async () => {
    platform.join('a');
    const session = createSession();
    session.on('sessionConnected', () => void session.disconnect());
    const log = recordEvents(session);
    expect(await errorOf(session.connect())).to.have.property('code', 'aborted');
    expect(log).to.deep.equal(['sessionConnected', 'sessionDisconnected clientDisconnected']);
    expect(session.state).to.equal('disconnected');
  });

  it('disconnecting at connectionCreated: a running total that is reset at sessionDisconnected ends at 0', async () => {
    const session = createSession();
    let total = 0;
    session.on('connectionCreated', ({connection}) => {
      if (connection.connectionId === 'a') void session.disconnect();
    });
    session.on('connectionCreated', () => total++);
    session.on('sessionDisconnected', () => (total = 0));
    await session.connect();
    expect(total).to.equal(1);
    platform.join('a');
    expect(total).to.equal(0);
    expect(session.connectionCount).to.be.NaN;
  });

  it('the state changes at once, whatever events are still queued', async () => {
    const session = createSession();
    await session.connect();
    const facts: unknown[] = [];
    session.on('connectionCreated', () => {
      void session.disconnect();
      facts.push(session.state, session.connection, session.connections.size);
    });
    platform.join('a');
    expect(facts).to.deep.equal(['disconnected', null, 0]);
  });

  it('connectionCountChange fires once after a batch, and only if the count has changed', async () => {
    const session = createSession();
    await session.connect();
    const counts: number[] = [];
    session.on('connectionCountChange', () => counts.push(session.connectionCount));
    session.once('connectionCreated', ({connection}) => {
      session.count(connection);
      session.uncount(connection);
    });
    platform.join('a');
    expect(counts).to.deep.equal([2]);
    session.once('connectionCreated', ({connection}) => {
      session.uncount(session.connection!);
      session.uncount('a');
      session.count(connection);
    });
    platform.join('b');
    expect(session.connectionCount).to.equal(1);
    session.once('connectionDestroyed', () => {
      session.count('a');
    });
    platform.leave('b');
    expect(session.connectionCount).to.equal(1);
    expect(counts).to.deep.equal([2, 1]);
  });

  it('events are dispatched even if the console throws', async () => {
    const session = createSession();
    const log = recordEvents(session);
    const {error} = console;
    const report = window.reportError.bind(window);
    window.reportError = () => undefined;
    console.error = () => {
      throw new Error('Nothing may be written to the console here.');
    };
    platform.refuse(new SessionError('connect-failed', 'No.'));
    await errorOf(session.connect());
    console.error = error;
    window.reportError = report;
    await session.connect();
    expect(log).to.deep.equal([
      'error connect-failed',
      'sessionConnected',
      'connectionCreated fake-2',
      'connectionCountChange',
    ]);
  });

  it('an observer that throws is reported, and everybody else is notified', async () => {
    const [first, second] = [createSession(), createSession()];
    const reported: unknown[] = [];
    const report = window.reportError.bind(window);
    window.reportError = (error) => reported.push(error);
    const received: string[] = [];
    const stop = new AbortController();
    const {signal} = stop;
    first.observe(() => {
      throw new Error('the observer’s own mistake');
    }, signal);
    first.observe((event) => received.push(event.type), signal);
    await Promise.all([first.connect(), second.connect()]);
    platform.join('a');
    platform.leave('a');
    platform.disconnect('networkDisconnected');
    stop.abort();
    window.reportError = report;
    expect(received).to.deep.equal([
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
    expect(reported).to.have.lengthOf(received.length);
    expect([first.state, second.state]).to.deep.equal(['disconnected', 'disconnected']);
  });

  it('an observer whose signal is already aborted is not notified', async () => {
    const session = createSession();
    const controller = new AbortController();
    controller.abort();
    let received = 0;
    session.observe(() => received++, controller.signal);
    await session.connect();
    expect(received).to.equal(0);
  });
});

describe('Session: a change of state is an event like any other', () => {
  it('is dispatched to listeners and observers, before the event that caused it', async () => {
    const session = createSession();
    const states: string[] = [];
    session.on('stateChange', ({target}) => states.push(target.state));
    const types = observed(session);
    await session.connect();
    platform.reconnecting();
    platform.reconnected();
    await session.disconnect();
    expect(states).to.deep.equal(['connecting', 'connected', 'reconnecting', 'connected', 'disconnected']);
    expect(types).to.deep.equal([
      'stateChange',
      'stateChange',
      'sessionConnected',
      'connectionCreated',
      'connectionCountChange',
      'stateChange',
      'sessionReconnecting',
      'stateChange',
      'sessionReconnected',
      'stateChange',
      'sessionDisconnected',
      'connectionCountChange',
    ]);
  });

  for (const [state, event] of Object.entries({
    connected: 'sessionConnected',
    reconnecting: 'sessionReconnecting',
  })) {
    it(`disconnecting at "${state}" takes effect after ${event}, not before`, async () => {
      const session = createSession();
      const log = recordEvents(session);
      const stop = new AbortController();
      session.observe(({type}) => {
        if (type === 'stateChange' && session.state === state) void session.disconnect();
      }, stop.signal);
      const joined = session.connect().catch(() => undefined);
      await joined;
      platform.reconnecting();
      stop.abort();
      const types = log.map((entry) => entry.split(' ')[0]);
      expect(types.indexOf('sessionDisconnected')).to.be.greaterThan(types.indexOf(event));
      expect(types).to.include(event);
    });
  }

  it('an observer whose signal is aborted by an earlier one receives nothing more, not even the current event', async () => {
    const session = createSession();
    const stop = new AbortController();
    session.observe(({type}) => {
      if (type === 'sessionConnected') stop.abort();
    }, new AbortController().signal);
    const types = observed(session, stop);
    await session.connect();
    expect(types).to.deep.equal(['stateChange', 'stateChange']);
  });

  it('a function that observes with two signals is called until the last of them is aborted', async () => {
    const session = createSession();
    const types: string[] = [];
    const observer = ({type}: {type: string}) => types.push(type);
    const [first, second] = [new AbortController(), new AbortController()];
    session.observe(observer, first.signal);
    session.observe(observer, second.signal);
    first.abort();
    await session.connect();
    expect(types).to.include('sessionConnected');
  });
});
