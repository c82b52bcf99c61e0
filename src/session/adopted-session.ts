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

/** Whether a session is the vendor's, and so has to be adopted. */
export function isAdoptable(session: Session | AdoptableSession): session is AdoptableSession {
  return !('observe' in session);
}

/** Makes a session of the model over one that the page made, and connects by itself. */
export function adopt(theirs: AdoptableSession): Session {
  const {sessionId} = theirs;
  const config = {engine: 'opentok', apiKey: '', applicationId: '', sessionId, token: '', adopted: theirs};
  return new Session(config, {reconnect: 'never'});
}

/** Is in the session whenever the page is, until the signal is aborted; then nothing of ours is left in it. */
export function follow(theirs: AdoptableSession, ours: Session, signal: AbortSignal): void {
  const join = () => void ours.connect();
  theirs.on('sessionConnected', join);
  signal.addEventListener('abort', () => {
    theirs.off('sessionConnected', join);
    void ours.disconnect();
  });
  if (theirs.isConnected ? theirs.isConnected() : theirs.connection) join();
}
