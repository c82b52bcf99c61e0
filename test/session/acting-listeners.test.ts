import {expect} from '@open-wc/testing';
import type {ConnectionEvent, SessionEvent} from '../../src/session/session-events.js';
import type {Session} from '../../src/session/session.js';
import {EVENT_TYPES} from '../events.js';
import {settled} from '../wait.js';
import {platform} from '../fakes/use-fake-platform.js';
import {createSession, useSessions} from './sessions.js';
import {randomFrom} from '../random-from.js';

useSessions();

const SEEDS = 400;
const TYPES = [...EVENT_TYPES, 'stateChange'] as const;

/** The state of a session, as derived from its events. */
class View {
  readonly log: string[] = [];
  /** Events that contradict earlier ones. */
  readonly contradictions: string[] = [];
  readonly present = new Set<string>();
  readonly counted = new Set<string>();
  count = NaN;
  state = 'disconnected';
  #isConnected = false;

  readonly receive = (event: SessionEvent) => {
    const {type, target} = event;
    const id = idOf(event);
    this.log.push(`${type} ${id}`);
    if (type === 'sessionConnected') {
      this.#expect(!this.#isConnected);
      this.#isConnected = true;
    } else if (type === 'sessionDisconnected') {
      this.#expect(this.#isConnected);
      this.#isConnected = false;
      this.present.clear();
      this.counted.clear();
    } else if (type === 'connectionCreated') {
      this.#expect(this.#isConnected && !this.present.has(id));
      this.present.add(id);
      if (!event.isDefaultPrevented()) this.counted.add(id);
    } else if (type === 'connectionDestroyed') {
      this.#expect(this.#isConnected && this.present.has(id));
      this.present.delete(id);
      if (!event.isDefaultPrevented()) this.counted.delete(id);
    } else if (type === 'connectionCountChange') this.count = target.connectionCount;
    else if (type === 'stateChange') this.state = target.state;
  };

  #expect(isSo: boolean): void {
    if (!isSo) this.contradictions.push(this.log.join(', '));
  }
}

function idOf(event: SessionEvent): string {
  return 'connection' in event ? (event as ConnectionEvent).connection.connectionId : '';
}

/** A random action that a page may take in a listener; promises are added to the pending ones. */
function actor(random: () => number, received: Map<Session, View>, pending: Promise<unknown>[]): () => void {
  let arrivals = 0;
  let budget = 40;
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const anybody = () => pick(platform.connections)?.connectionId ?? 'nobody';
  const guest = () => pick(platform.connections.filter(({connectionId}) => !connectionId.startsWith('fake')));
  return () => {
    if (budget-- <= 0) return;
    const one = pick([...received.keys()])!;
    const id = anybody();
    const actions = [
      () => platform.join(`guest-${arrivals++}`),
      () => {
        const leaving = guest();
        if (leaving) platform.leave(leaving.connectionId);
      },
      () => pending.push(one.forceDisconnect(id)),
      () => pending.push(one.connect('role=moderator')),
      () => pending.push(one.disconnect()),
      () => pending.push(one.release()),
      () => {
        one.count(id);
        if (one.connections.has(id)) received.get(one)!.counted.add(id);
      },
      () => {
        one.uncount(id);
        received.get(one)!.counted.delete(id);
      },
      () => {
        platform.disconnect(pick(['networkDisconnected', 'forceDisconnected'])!);
      },
      () => {
        platform.reconnecting();
      },
      () => {
        platform.reconnected();
      },
    ];
    pick(actions)!();
  };
}

describe('Session: whatever listeners do', () => {
  it(`all receive the same events, in a consistent order that matches the final state (${SEEDS} random sequences)`, async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const random = randomFrom(seed);
      const stop = new AbortController();
      const received = new Map<Session, View>();
      const pending: Promise<unknown>[] = [];
      const act = actor(random, received, pending);
      const logs: string[][] = [];
      for (const one of [createSession({}, `room ${seed}`), createSession({}, `room ${seed}`)]) {
        const last = new View();
        received.set(one, last);
        const first: string[] = [];
        logs.push(first);
        for (const type of TYPES) {
          one.on(type, (event: SessionEvent) => {
            first.push(`${type} ${idOf(event)}`);
          });
          one.on(type, (event: SessionEvent) => {
            if (random() < 0.2) event.preventDefault();
            if (random() < 0.3) act();
          });
        }
        one.observe(() => {
          if (random() < 0.1) act();
        }, stop.signal);
        one.observe(last.receive, stop.signal);
      }
      platform.join('guest');
      for (const one of received.keys()) pending.push(one.connect('role=moderator'));
      for (let step = 0; step < 8; step++) {
        if (random() < 0.5) await settled();
        act();
      }
      platform.reconnected();
      for (let task = 0; task < 4; task++) await settled();
      await Promise.allSettled(pending);

      for (const [index, [one, last]] of [...received].entries()) {
        const what = `seed ${seed}, session ${index}: ${last.log.join(', ')}`;
        expect(last.contradictions, what).to.deep.equal([]);
        expect(logs[index], what).to.deep.equal(last.log);
        expect([...last.present].sort(), what).to.deep.equal([...one.connections.keys()].sort());
        expect([...last.counted].sort(), what).to.deep.equal([...one.countedConnections.keys()].sort());
        expect([last.count, last.state], what).to.deep.equal([one.connectionCount, one.state]);
      }
      stop.abort();
      for (const one of received.keys()) {
        one.off();
        await one.disconnect();
      }
      for (const {connectionId} of platform.connections) platform.leave(connectionId);
      expect(platform.running, `seed ${seed}`).to.equal(0);
    }
  }).timeout(60_000);
});

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
