import {expect} from '@open-wc/testing';
import {recordEvents} from '../events.js';
import {platform} from '../fakes/use-fake-platform.js';
import {createSession, useSessions} from './sessions.js';

useSessions();

/** The types of the events that an observer receives, in order. */
function observed(session: ReturnType<typeof createSession>, stop = new AbortController()): string[] {
  const types: string[] = [];
  session.observe(({type}) => types.push(type), stop.signal);
  return types;
}

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
