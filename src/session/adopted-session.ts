import {Session} from './session.js';

/** A session of the vendor's own SDK, or something of its shape. */
export interface AdoptableSession {
  readonly sessionId: string;
  /** Our own connection; null or undefined when not connected. */
  readonly connection?: unknown;
  /** Everyone who is there; without it, how many there are is unknown. */
  readonly connections?: unknown;
  isConnected?(): boolean;
  on(type: string, handler: () => void): unknown;
  off(type: string, handler: () => void): unknown;
}

/** Whether a session is the vendor's, and so has to be adopted. */
export function isAdoptable(session: Session | AdoptableSession): session is AdoptableSession {
  return !('observe' in session);
}

/** Makes a session of the model over one that the page made, and connects by itself. */
export function adopt(adopted: AdoptableSession): Session {
  const {sessionId} = adopted;
  const config = {engine: 'opentok', apiKey: '', applicationId: '', sessionId, token: '', service: '', adopted};
  return new Session(config, {reconnect: 'never'});
}

/** Is in the session whenever the page is, until the signal is aborted; then nothing of ours is left in it. */
export function follow(theirs: AdoptableSession, ours: Session, signal: AbortSignal): void {
  const join = () => void ours.connect();
  const handlers = {
    sessionConnected: () => {
      // of a page's `disconnect(); connect()` in one breath the SDK may not tell the first half
      if (ours.connection) void ours.disconnect();
      join();
    },
    connectionCreated: () => {
      // a listener of the page's that throws at sessionConnected keeps that from us
      if (ours.state === 'disconnected') join();
    },
  };
  for (const [type, handler] of Object.entries(handlers)) theirs.on(type, handler);
  signal.addEventListener('abort', () => {
    for (const [type, handler] of Object.entries(handlers)) theirs.off(type, handler);
    void ours.disconnect();
  });
  if (theirs.isConnected ? theirs.isConnected() : theirs.connection) join();
}
