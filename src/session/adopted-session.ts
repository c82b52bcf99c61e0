import type {VendorSession} from '../engines/opentok/vendor-sdk.js';
import {checkRegularly, isConnected, listen, listsNobodyElse} from '../engines/vendor-session.js';
import {Session, type SessionSettings} from './session.js';

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

/**
 * Makes a session of the model over one that the page made, and connects by itself.
 *
 * @param options those that the page's session was made with, as far as they are known
 */
export function adopt(adopted: AdoptableSession, options?: SessionSettings['options']): Session {
  const {sessionId} = adopted;
  const config = {engine: 'opentok', apiKey: '', applicationId: '', sessionId, token: '', service: '', adopted};
  return new Session(config, {reconnect: 'never', options});
}

/** Joins the session whenever the page has connected it, until the signal is aborted; then nothing of ours is left in it. */
export function follow(theirs: AdoptableSession, ours: Session, signal: AbortSignal): void {
  const session = theirs as VendorSession;
  let isAnnounced = false;
  const join = () => {
    if (!signal.aborted && isConnected(session) && ours.state === 'disconnected') void ours.connect();
  };
  listen(
    session,
    {
      sessionConnected: () => {
        isAnnounced = false;
        // of a `disconnect(); connect()` by the page, the SDK may not dispatch the first half
        if (ours.connection) void ours.disconnect();
        // by then everybody in the session has been announced
        queueMicrotask(() => {
          if (!isAnnounced && listsNobodyElse(session))
            ours.options = {...ours.options, connectionEventsSuppressed: true};
          join();
        });
      },
      connectionCreated: () => {
        isAnnounced = true;
        // sessionConnected may have been kept from us
        join();
      },
    },
    signal,
  );
  // a listener of the page's that throws may keep all events from us
  checkRegularly(join, signal);
  signal.addEventListener('abort', () => void ours.disconnect());
  join();
}
