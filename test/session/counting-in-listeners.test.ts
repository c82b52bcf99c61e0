import {expect} from '@open-wc/testing';
import {randomFrom} from '../random-from.js';
import {platform} from '../fakes/use-fake-platform.js';
import {createSession, useSessions} from './sessions.js';

useSessions();

describe('Session: the count is the fold of the events', () => {
  it('when a connection joins and leaves during the announcements of the join, and its connectionDestroyed is prevented', async () => {
    const one = createSession();
    const log: string[] = [];
    one.once('sessionConnected', () => {
      platform.join('a');
      platform.leave('a');
    });
    one.on('connectionCreated', ({connection}) => log.push(`+${connection.connectionId}`));
    one.on('connectionDestroyed', (event) => {
      log.push(`-${event.connection.connectionId}`);
      event.preventDefault();
    });
    await one.connect();
    expect(log.filter((entry) => entry.endsWith('a'))).to.deep.equal(['+a', '-a']);
    expect([...one.countedConnections.keys()]).to.have.members(['fake-1', 'a']);
    expect(one.connectionCount).to.equal(2);
    // counting is undone by script, as for any prevented departure
    one.uncount('a');
    expect(one.connectionCount).to.equal(1);
  });

  it('and an event that was queued when a listener disconnected counts nobody', async () => {
    const one = createSession();
    await one.connect();
    one.once('connectionCreated', () => {
      platform.join('b');
      void one.disconnect();
    });
    platform.join('a');
    expect(one.countedConnections.size).to.equal(0);
    expect(one.connectionCount).to.be.NaN;
  });
});

describe('Session: the last connectionCountChange reports the final count', () => {
  it('whatever its listeners do to the count', async () => {
    const one = createSession();
    platform.join('a');
    await one.connect();
    const reported: number[] = [];
    // the first listener changes the number before the second one reads it, and the third changes it back
    one.once('connectionCountChange', () => {
      one.uncount('a');
    });
    one.on('connectionCountChange', () => reported.push(one.connectionCount));
    one.once('connectionCountChange', () => {
      one.count('a');
    });
    platform.join('b');
    expect(one.connectionCount).to.equal(3);
    expect(reported).to.deep.equal([2, 3]);
  });

  it('and a listener that changes the count and changes it back each time is not called forever', async () => {
    const one = createSession();
    await one.connect();
    let calls = 0;
    one.on('connectionCountChange', () => {
      calls++;
      one.uncount('a');
      one.count('a');
    });
    platform.join('a');
    expect(calls).to.be.within(1, 20);
    expect(one.connectionCount).to.equal(2);
    one.off('connectionCountChange');
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
