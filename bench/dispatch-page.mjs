// Runs in the page of dispatch.mjs.
import {Connection, OTConnectionCountElement, registerEngine} from '/cdn/ot-elements.js';

const DEPTH = 10;
const BATCH = 1000;
const ROUNDS = 60;
const WARM_UP = 10;
const CROWDS = 5;

/** What the engine was given last, and who is there when it joins. */
let observer;
let there = [];
let joinBegun;
registerEngine('bench', async () => async (config, told) => {
  observer = told;
  joinBegun = performance.now();
  told.connected(there[0], there);
  return {capabilities: {forceDisconnect: 0}, forceDisconnect: async () => undefined};
});

let lastId = 0;
const newConnection = () => new Connection(`connection-${++lastId}`, Date.now(), 'name=Somebody');
const newConnections = (count) => Array.from({length: count}, newConnection);
const passTask = () => new Promise((resolve) => setTimeout(resolve));
const passFrame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
const median = (values) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)];

/** A new element, as deep in the page as any other one of this bench. */
function deepInThePage(tag) {
  let place = document.body;
  for (let depth = 0; depth < DEPTH; depth++) place = place.appendChild(document.createElement('div'));
  return place.appendChild(document.createElement(tag));
}

function newSession(counts) {
  const session = deepInThePage('ot-session');
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
 * What a bare event takes, in microseconds; what a connectionCreated takes as deep in the page and with as many listeners,
 * one on the element and one on the document: in a join, from the engine's call until all are counted, and alone, until its
 * connectioncountchange is over, too.
 */
async function oneEvent(counts) {
  there = newConnections(1);
  const session = newSession(counts);
  await session.connect();
  const bare = deepInThePage('div');
  let heard = 0;
  const listener = ({detail: {connection}}) => {
    if (connection) heard++;
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
    await passTask();
    const runs = {
      bare: () => {
        const begun = performance.now();
        for (const connection of connections) {
          const init = {bubbles: true, composed: true, cancelable: true, detail: {connection}};
          bare.dispatchEvent(new CustomEvent('bare', init));
        }
        return performance.now() - begun;
      },
      inJoin: async () => {
        const us = observer;
        there = connections;
        joiner.connect();
        const time = (await nextEvent(joiner, 'connectioncountchange')) - joinBegun;
        observer = us;
        return time;
      },
      alone: () => {
        const begun = performance.now();
        for (const connection of connections) observer.connectionCreated(connection);
        return performance.now() - begun;
      },
    };
    // in turns, so that none always has another one's garbage to collect
    const turns = Object.keys(runs);
    for (let turn = 0; turn < turns.length; turn++) {
      const what = turns[(turn + round + WARM_UP) % turns.length];
      const time = await runs[what]();
      if (round >= 0) times[what].push((time / BATCH) * 1000);
    }
    for (const connection of connections) observer.connectionDestroyed(connection, 'clientDisconnected');
    joiner.parentNode.remove();
    await passTask();
  }
  if (heard !== 6 * BATCH * (ROUNDS + WARM_UP)) throw new Error(`${heard} events were heard.`);
  for (const type of ['connectionCreated', 'bare']) document.removeEventListener(type, listener);
  document.body.replaceChildren();
  await passTask();
  return Object.fromEntries(Object.entries(times).map(([what, all]) => [what, median(all)]));
}

/**
 * What a join takes with so many there, and then as many arrivals in one task, in milliseconds; and how often a count was
 * rendered for each of both.
 */
async function crowd(size) {
  const times = {join: [], arrivals: []};
  const renderings = {join: 0, arrivals: 0};
  const {update} = OTConnectionCountElement.prototype;
  let during;
  OTConnectionCountElement.prototype.update = function (...changed) {
    if (during) renderings[during]++;
    return update.apply(this, changed);
  };
  for (let round = 0; round < CROWDS; round++) {
    there = newConnections(size);
    const session = newSession(1);
    await passFrame(); // the element's first rendering, without a number
    session.addEventListener('connectionCreated', () => undefined);
    during = 'join';
    session.connect();
    times.join.push((await nextEvent(session, 'connectioncountchange')) - joinBegun);
    await passFrame();
    await passFrame();
    during = 'arrivals';
    const newcomers = newConnections(size);
    const begun = performance.now();
    for (const connection of newcomers) observer.connectionCreated(connection);
    times.arrivals.push(performance.now() - begun);
    await passFrame();
    await passFrame();
    during = undefined;
    const {value} = session.firstElementChild;
    if (value !== 2 * size) throw new Error(`${value} are counted.`);
    document.body.replaceChildren();
    await passTask();
  }
  OTConnectionCountElement.prototype.update = update;
  return {
    size,
    join: median(times.join),
    arrivals: median(times.arrivals),
    renderedAtJoin: renderings.join / CROWDS,
    renderedAtArrivals: renderings.arrivals / CROWDS,
  };
}

window.bench = {oneEvent, crowd};
