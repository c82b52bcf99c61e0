import {expect} from '@open-wc/testing';
import {recordEvents} from '../events.js';
import {createSession, errorOf, useSessions} from './sessions.js';
import {platform} from '../fakes/use-fake-platform.js';

useSessions();

describe('Session: removing others', () => {
  it('requires a connected session, a moderator, and a connection in the session', async () => {
    const one = createSession();
    expect((await errorOf(one.forceDisconnect('a'))).code).to.equal('not-connected');
    await one.connect();
    const a = platform.join('a');
    expect((await errorOf(one.forceDisconnect('nobody'))).code).to.equal('unknown-connection');
    expect((await errorOf(one.forceDisconnect(a))).code).to.equal('permission-denied');
    expect(one.connections.has('a')).to.equal(true);
  });

  it('accepts a connection or its id, and a completion handler', async () => {
    const one = createSession();
    await one.connect('role=moderator');
    const a = platform.join('a');
    platform.join('b');
    const log = recordEvents(one);
    await one.forceDisconnect(a);
    await new Promise<void>((resolve) => {
      void one.forceDisconnect('b', () => {
        resolve();
      });
    });
    const error = await new Promise((resolve) => {
      void one.forceDisconnect('b', resolve);
    });
    expect(error).to.include({code: 'unknown-connection'});
    expect(log.filter((line) => line.startsWith('connectionDestroyed'))).to.deep.equal([
      'connectionDestroyed a forceDisconnected',
      'connectionDestroyed b forceDisconnected',
    ]);
  });

  it('works in a sessionConnected listener', async () => {
    platform.join('a');
    const one = createSession();
    const done = new Promise<void>((resolve, reject) => {
      one.once('sessionConnected', () => {
        expect(one.capabilities.forceDisconnect).to.equal(1);
        one.forceDisconnect('a').then(resolve, reject);
      });
    });
    await one.connect('role=moderator');
    await done;
    expect(one.connectionCount).to.equal(1);
  });
});
