// Runs in the page of dispatch.mjs.
import {Connection, OTConnectionCountElement, registerEngine} from '/cdn/ot-elements.js';

const DEPTH = 10;
const BATCH = 1000;
const ROUNDS = 60;
const WARM_UP = 10;
const CROWDS = 5;

/** The observer of the engine's last session; the connections present when it joins, its own first. */
let observer;
let present = [];
let joinStart;
registerEngine('bench', async () => async (config, newObserver) => {
  observer = newObserver;
  joinStart = performance.now();
  newObserver.connected(present[0], present);
  return {capabilities: {forceDisconnect: 0}, forceDisconnect: async () => undefined};
});

let lastId = 0;
const newConnection = () => new Connection(`connection-${++lastId}`, Date.now(), 'name=Somebody');
const newConnections = (count) => Array.from({length: count}, newConnection);
const nextTask = () => new Promise((resolve) => setTimeout(resolve));
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
const median = (values) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)];

/** Appends an element that has DEPTH ancestors in the body. */
function appendNested(tag) {
  let parent = document.body;
  for (let depth = 0; depth < DEPTH; depth++) parent = parent.appendChild(document.createElement('div'));
  return parent.appendChild(document.createElement(tag));
}

function newSession(counts) {
  const session = appendNested('ot-session');
  session.connectOn = 'manual';
  session.engine = 'bench';
  session.sessionId = `bench-${++lastId}`;
  for (let count = 0; count < counts; count++) session.append(document.createElement('ot-connection-count'));
  return session;
}

const nextEvent = (target, type) =>
  new Promise((resolve) => {
    target.addEventListener(type, () => resolve(performance.now()), {once: true});
  });

/**
 * Returns the durations of one event in microseconds, each event with a listener on the element and one on the
 * document: a bare event, and a connectionCreated at the same depth; during a join, from the engine's call until all
 * are counted, and alone, including its connectioncountchange.
 */
async function oneEvent(counts) {
  present = newConnections(1);
  const session = newSession(counts);
  await session.connect();
  const bare = appendNested('div');
  let received = 0;
  const listener = ({detail: {connection}}) => {
    if (connection) received++;
  };
  const listen = (target, type) => target.addEventListener(type, listener);
  listen(session, 'connectionCreated');
  listen(document, 'connectionCreated');
  listen(bare, 'bare');
  listen(document, 'bare');

  const times = {bare: [], inJoin: [], alone: []};
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const connections = newConnections(BATCH);
    const joiner = newSession(counts);
    listen(joiner, 'connectionCreated');
    await nextTask();
    const runs = {
      bare: () => {
        const start = performance.now();
        for (const connection of connections) {
          const init = {bubbles: true, composed: true, cancelable: true, detail: {connection}};
          bare.dispatchEvent(new CustomEvent('bare', init));
        }
        return performance.now() - start;
      },
      inJoin: async () => {
        const sessionObserver = observer;
        present = connections;
        joiner.connect();
        const duration = (await nextEvent(joiner, 'connectioncountchange')) - joinStart;
        observer = sessionObserver;
        return duration;
      },
      alone: () => {
        const start = performance.now();
        for (const connection of connections) observer.connectionCreated(connection);
        return performance.now() - start;
      },
    };
    // in rotating order, so that garbage from one is not always collected during the same other one
    const names = Object.keys(runs);
    for (let index = 0; index < names.length; index++) {
      const name = names[(index + round + WARM_UP) % names.length];
      const duration = await runs[name]();
      if (round >= 0) times[name].push((duration / BATCH) * 1000);
    }
    for (const connection of connections) observer.connectionDestroyed(connection, 'clientDisconnected');
    joiner.parentNode.remove();
    await nextTask();
  }
  if (received !== 6 * BATCH * (ROUNDS + WARM_UP)) throw new Error(`Unexpected number of events: ${received}.`);
  for (const type of ['connectionCreated', 'bare']) document.removeEventListener(type, listener);
  document.body.replaceChildren();
  await nextTask();
  return Object.fromEntries(Object.entries(times).map(([name, durations]) => [name, median(durations)]));
}

/**
 * Returns the durations in milliseconds of joining a session of `size` connections, and then of `size` more connections
 * joining in one task; and how often the count was rendered for each.
 */
async function crowd(size) {
  const times = {join: [], arrivals: []};
  const renders = {join: 0, arrivals: 0};
  const {update} = OTConnectionCountElement.prototype;
  let phase;
  OTConnectionCountElement.prototype.update = function (...changed) {
    if (phase) renders[phase]++;
    return update.apply(this, changed);
  };
  for (let round = 0; round < CROWDS; round++) {
    present = newConnections(size);
    const session = newSession(1);
    await nextFrame(); // the count's first render, without a number
    session.addEventListener('connectionCreated', () => undefined);
    phase = 'join';
    session.connect();
    times.join.push((await nextEvent(session, 'connectioncountchange')) - joinStart);
    await nextFrame();
    await nextFrame();
    phase = 'arrivals';
    const newcomers = newConnections(size);
    const start = performance.now();
    for (const connection of newcomers) observer.connectionCreated(connection);
    times.arrivals.push(performance.now() - start);
    await nextFrame();
    await nextFrame();
    phase = undefined;
    const {value} = session.firstElementChild;
    if (value !== 2 * size) throw new Error(`Unexpected count: ${value}.`);
    document.body.replaceChildren();
    await nextTask();
  }
  OTConnectionCountElement.prototype.update = update;
  return {
    size,
    join: median(times.join),
    arrivals: median(times.arrivals),
    rendersAtJoin: renders.join / CROWDS,
    rendersAtArrivals: renders.arrivals / CROWDS,
  };
}

window.bench = {oneEvent, crowd};
