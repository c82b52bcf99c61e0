import {expect} from '@open-wc/testing';
import {randomFrom} from '../random-from.js';
import {platform} from '../fakes/use-fake-platform.js';
import {createSession, useSessions} from './sessions.js';

useSessions();

describe('Session: the count is the fold of the events', () => {
  it('when a connection joins and leaves during the announcements of the join, and its connectionDestroyed is prevented', async () => {
    const session = createSession();
    const log: string[] = [];
    session.once('sessionConnected', () => {
      platform.join('a');
      platform.leave('a');
    });
    session.on('connectionCreated', ({connection}) => log.push(`+${connection.connectionId}`));
    session.on('connectionDestroyed', (event) => {
      log.push(`-${event.connection.connectionId}`);
      event.preventDefault();
    });
    await session.connect();
    expect(log.filter((entry) => entry.endsWith('a'))).to.deep.equal(['+a', '-a']);
    expect([...session.countedConnections.keys()]).to.have.members(['fake-1', 'a']);
    expect(session.connectionCount).to.equal(2);
    // script has to uncount, as after any prevented connectionDestroyed
    session.uncount('a');
    expect(session.connectionCount).to.equal(1);
  });

  it('and an event that was queued when a listener disconnected counts nobody', async () => {
    const session = createSession();
    await session.connect();
    session.once('connectionCreated', () => {
      platform.join('b');
      void session.disconnect();
    });
    platform.join('a');
    expect(session.countedConnections.size).to.equal(0);
    expect(session.connectionCount).to.be.NaN;
  });
});

describe('Session: the last connectionCountChange reports the final count', () => {
  it('whatever its listeners do to the count', async () => {
    const session = createSession();
    platform.join('a');
    await session.connect();
    const reported: number[] = [];
    // the first listener changes the number before the second one reads it, and the third changes it back
    session.once('connectionCountChange', () => {
      session.uncount('a');
    });
    session.on('connectionCountChange', () => reported.push(session.connectionCount));
    session.once('connectionCountChange', () => {
      session.count('a');
    });
    platform.join('b');
    expect(session.connectionCount).to.equal(3);
    expect(reported).to.deep.equal([2, 3]);
  });

  it('and a listener that changes the count and changes it back each time is not called forever', async () => {
    const session = createSession();
    await session.connect();
    let calls = 0;
    session.on('connectionCountChange', () => {
      calls++;
      session.uncount('a');
      session.count('a');
    });
    platform.join('a');
    expect(calls).to.be.within(1, 20);
    expect(session.connectionCount).to.equal(2);
    session.off('connectionCountChange');
  });

  it('in 300 random sequences', async () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomFrom(seed);
      const one = createSession({}, `room ${seed}`);
      let changes = 0;
      const change = () => {
        if (random() > 0.5 || changes++ > 8) return;
        const id = ['a', 'b', one.connection?.connectionId ?? 'c'][Math.floor(random() * 3)]!;
        if (random() > 0.5) one.count(id);
        else one.uncount(id);
      };
      let reported = NaN;
      one.on('connectionCountChange sessionConnected connectionCreated connectionDestroyed', change);
      one.on('connectionCreated connectionDestroyed', (event) => {
        if (random() > 0.7) event.preventDefault();
      });
      one.on('connectionCountChange', () => (reported = one.connectionCount));
      one.on('connectionCountChange', change);
      platform.join('a');
      await one.connect();
      for (const step of ['b', 'c']) {
        platform.join(step);
        change();
        platform.leave(step);
      }
      platform.leave('a');
      expect(reported, `seed ${seed}`).to.deep.equal(one.connectionCount);
      await one.disconnect();
    }
  });
});
