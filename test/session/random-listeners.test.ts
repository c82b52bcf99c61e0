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
