// Runs in a frame of the stress test: members of one session, which join and leave at random on demand. Each registers an
// engine name of its own, since a page joins a session once per engine.
import {initSession, registerEngine} from '/cdn/ot-elements.js';
import {randomFrom} from '/test/random-from.ts';

const MEMBERS = 4;
const CHANGES = 2;
const {searchParams} = new URL(location.href);
const sessionId = searchParams.get('session-id');
const number = Number(searchParams.get('number'));

/** Waits for a number of tasks; not by timers, which run once a second in a hidden page. */
async function passTasks(count) {
  const {port1, port2} = new MessageChannel();
  for (let passed = 0; passed < count; passed++) {
    const came = new Promise((resolve) => (port1.onmessage = resolve));
    port2.postMessage(0);
    await came;
  }
  port1.close();
}

class Member {
  #session;
  #in = false;
  /** The connections that its events reported, and any contradictions. */
  #known = new Set();
  problems = [];
  /** The number of joins and leaves. */
  changes = 0;
  /** The number of departures with a wrong reason. */
  misjudged = 0;

  constructor(engine) {
    registerEngine(engine, async () => (await import('/cdn/engine-local.js')).localEngine);
    this.#session = initSession('', sessionId, {engine, reconnect: 'never'});
    this.#session.on({
      connectionCreated: ({connection: {connectionId}}) => {
        if (this.#known.has(connectionId)) this.#problem(`created twice: ${connectionId}`);
        this.#known.add(connectionId);
      },
      connectionDestroyed: ({connection: {connectionId}, reason}) => {
        if (!this.#known.delete(connectionId)) this.#problem(`destroyed, but not created: ${connectionId}`);
        if (reason !== 'clientDisconnected') this.misjudged++;
      },
      sessionConnected: () => this.#known.clear(),
      sessionDisconnected: ({reason}) => {
        if (reason !== 'clientDisconnected') this.#problem(`out for ${reason}`);
      },
    });
  }

  /** Joins or leaves, at random times; sometimes both in one task. */
  async changeAtRandom(random) {
    for (let index = 0; index < CHANGES; index++) {
      await passTasks(random() * 30);
      const twice = random() < 0.25;
      const changes = [this.#change()];
      if (twice) changes.push(this.#change());
      await Promise.all(changes);
    }
  }

  #change() {
    this.changes++;
    this.#in = !this.#in;
    if (!this.#in) return this.#session.disconnect();
    return this.#session.connect().catch(({code}) => {
      // caused by disconnect() in the same task
      if (code !== 'aborted' || this.#in) this.#problem(`connect(): ${code}`);
    });
  }

  get id() {
    const id = this.#session.connection?.connectionId;
    if (this.#in !== Boolean(id)) this.#problem(`it is ${id ? 'in' : 'out'}, and should not be`);
    return id;
  }

  /** The differences between its rosters and the actual members, if it is connected. */
  wrong(truth) {
    const {connection, connections, countedConnections, connectionCount} = this.#session;
    if (!connection) return connections.size || !Number.isNaN(connectionCount) ? ['out, and yet it sees somebody'] : [];
    const views = {connections, countedConnections, events: this.#known};
    return Object.entries(views).flatMap(([name, view]) => {
      const missing = [...truth].filter((id) => !view.has(id));
      const ghosts = [...view.keys()].filter((id) => !truth.has(id));
      return missing.length || ghosts.length ? [{sees: connection.connectionId, name, missing, ghosts}] : [];
    });
  }

  #problem(text) {
    this.problems.push(text);
  }
}

const members = Array.from({length: MEMBERS}, (_, index) => new Member(`local-${index}`));
const received = new BroadcastChannel(`crowd ${sessionId}`);
let lastRound = 0;

received.onmessage = async ({data: {seed, round}}) => {
  const random = randomFrom(seed + round * 1000 + number);
  await Promise.all(members.map((member) => member.changeAtRandom(random)));
  lastRound = round;
};

/** Called by the parent page. */
parent.crowds.push({
  hasEnded: (round) => lastRound === round,
  ids: () => members.map(({id}) => id).filter(Boolean),
  wrong: (truth) => members.flatMap((member) => member.wrong(truth)),
  problems: () => members.flatMap(({problems}) => problems),
  sum: (what) => members.reduce((sum, member) => sum + member[what], 0),
});
