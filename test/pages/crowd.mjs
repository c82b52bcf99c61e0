// Runs in a frame of the stress test: members of one session, which come and go at random when they are told to. Each has
// an engine's name of its own, since over one of them a page is in a session once.
import {initSession, registerEngine} from '/cdn/ot-elements.js';
import {randomFrom} from '/test/random-from.ts';

const MEMBERS = 4;
const CHANGES = 2;
const {searchParams} = new URL(location.href);
const sessionId = searchParams.get('session-id');
const number = Number(searchParams.get('number'));

/** A task or some, one after another: not by timers, which a hidden page has once a second. */
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
  /** What it was told, and what of that cannot be. */
  #known = new Set();
  problems = [];
  /** How often it came or went. */
  changes = 0;
  /** How often it was told of a departure for the wrong reason. */
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

  /** Comes or goes, at some random times. Sometimes it changes its mind in the same breath. */
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
      // what disconnect() right after it does
      if (code !== 'aborted' || this.#in) this.#problem(`connect(): ${code}`);
    });
  }

  get id() {
    const id = this.#session.connection?.connectionId;
    if (this.#in !== Boolean(id)) this.#problem(`it is ${id ? 'in' : 'out'}, and should not be`);
    return id;
  }

  /** What of its view is not the truth, if it has one. */
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

/** What the page around asks. */
parent.crowds.push({
  hasEnded: (round) => lastRound === round,
  ids: () => members.map(({id}) => id).filter(Boolean),
  wrong: (truth) => members.flatMap((member) => member.wrong(truth)),
  problems: () => members.flatMap(({problems}) => problems),
  sum: (what) => members.reduce((sum, member) => sum + member[what], 0),
});
