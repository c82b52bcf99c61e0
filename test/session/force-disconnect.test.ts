import {expect} from '@open-wc/testing';
import {recordEvents} from '../events.js';
import {createSession, errorOf, useSessions} from './sessions.js';
import {platform} from '../fakes/use-fake-platform.js';

useSessions();

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
