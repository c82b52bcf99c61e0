import {Session} from './session.js';

/** A session of the vendor's own SDK, or something of its shape. */
export interface AdoptableSession {
  readonly sessionId: string;
  /** Our own connection; null or undefined when not connected. */
  readonly connection?: unknown;
  isConnected?(): boolean;
  on(type: string, handler: () => void): unknown;
  off(type: string, handler: () => void): unknown;
}

interface AdoptedEvent {
  readonly connection: {readonly connectionId: string};
}

/** Whether a session is the vendor's, and so has to be adopted. */
export function isAdoptable(session: Session | AdoptableSession): session is AdoptableSession {
  return !('observe' in session);
}

/**
 * The list that a session of the vendor's shape may lack: of those it tells of, from its `sessionConnected` on. For it tells
 * in one task, before an engine that is told of `sessionConnected` can listen.
 */
class Witness {
  #known: Map<string, unknown> | undefined;

  readonly handlers = {
    sessionConnected: () => {
      this.#known = new Map();
    },
    connectionCreated: ({connection}: AdoptedEvent) => {
      this.#known?.set(connection.connectionId, connection);
    },
    connectionDestroyed: ({connection}: AdoptedEvent) => {
      this.#known?.delete(connection.connectionId);
    },
    sessionDisconnected: () => {
      this.#known = undefined;
    },
  };

  /** The vendor's kind of list; undefined as long as not everybody is known. */
  get connections(): unknown {
    const known = this.#known;
    return known && {length: () => known.size, forEach: known.forEach.bind(known)};
  }
}

const witnesses = new WeakMap<Session, Witness>();
/** The sessions of ours that follow, until when, and how each of them ends it. */
const followers = new WeakMap<Session, {readonly signal: AbortSignal; readonly stop: () => void}>();

/** Makes a session of the model over one that the page made, and connects by itself. */
export function adopt(theirs: AdoptableSession): Session {
  const {sessionId} = theirs;
  const config = {engine: 'opentok', apiKey: '', applicationId: '', sessionId, token: ''};
  if ('connections' in theirs) return new Session({...config, adopted: theirs}, {reconnect: 'never'});
  const witness = new Witness();
  const adopted = new Proxy(theirs, {
    get(target, name) {
      if (name === 'connections') return witness.connections;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const ours = new Session({...config, adopted}, {reconnect: 'never'});
  witnesses.set(ours, witness);
  return ours;
}

/** Is in the session whenever the page is, until the signal is aborted; then nothing of ours is left in it. */
export function follow(theirs: AdoptableSession, ours: Session, signal: AbortSignal): void {
  const stop = followers.get(ours)?.stop ?? start(theirs, ours);
  followers.set(ours, {signal, stop});
  signal.addEventListener('abort', () => {
    // an element that is moved follows anew at once, and has missed nothing
    queueMicrotask(() => {
      if (followers.get(ours)?.signal !== signal) return;
      followers.delete(ours);
      stop();
    });
  });
}

function start(theirs: AdoptableSession, ours: Session): () => void {
  const witness = witnesses.get(ours);
  const join = () => void ours.connect();
  const handlers = [
    // first, so that it knows when it is asked
    ...Object.entries(witness?.handlers ?? {}),
    [
      'sessionConnected',
      () => {
        // of a page's `disconnect(); connect()` in one breath the SDK may not tell the first half
        if (ours.connection) void ours.disconnect();
        join();
      },
    ],
    [
      'connectionCreated',
      () => {
        // a listener of the page's that throws at sessionConnected keeps that from us
        if (ours.state === 'disconnected') join();
      },
    ],
  ] as [string, () => void][];
  for (const [type, handler] of handlers) theirs.on(type, handler);
  if (theirs.isConnected ? theirs.isConnected() : theirs.connection) join();
  return () => {
    for (const [type, handler] of handlers) theirs.off(type, handler);
    witness?.handlers.sessionDisconnected();
    void ours.disconnect();
  };
}
