import type {VendorSession} from '../engines/opentok/vendor-sdk.js';
import {checkRegularly, isConnected, listen, listsNobodyElse} from '../engines/vendor-session.js';
import {Session, type SessionSettings} from './session.js';

/** A session of the vendor's own SDK, or something of its shape. */
export interface AdoptableSession {
  readonly sessionId: string;
  /** Our own connection; null or undefined when not connected. */
  readonly connection?: unknown;
  /** All connections in the session; without it, their number is unknown. */
  readonly connections?: unknown;
  isConnected?(): boolean;
  on(type: string, handler: () => void): unknown;
  off(type: string, handler: () => void): unknown;
}

/** Whether a session is the vendor's, and not one of this package. */
export function isAdoptable(session: Session | AdoptableSession): session is AdoptableSession {
  return !('observe' in session);
}

/**
 * Creates a session of this package over a vendor's session that the page has created, and connects itself.
 *
 * @param options the options that the page's session was created with, as far as they are known
 */
export function adopt(adopted: AdoptableSession, options?: SessionSettings['options']): Session {
  const {sessionId} = adopted;
  const config = {engine: 'opentok', apiKey: '', applicationId: '', sessionId, token: '', service: '', adopted};
  return new Session(config, {reconnect: 'never', options});
}

/** Joins the session whenever the page has connected it. Leaves it, and removes all listeners, when the signal is aborted. */
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
        // after `disconnect(); connect()`, the SDK may not dispatch sessionDisconnected
        if (ours.connection) void ours.disconnect();
        // by then, all connections have been announced
        queueMicrotask(() => {
          if (!isAnnounced && listsNobodyElse(session))
            ours.options = {...ours.options, connectionEventsSuppressed: true};
          join();
        });
      },
      connectionCreated: () => {
        isAnnounced = true;
        // another listener may have kept sessionConnected from this one
        join();
      },
    },
    signal,
  );
  // a listener of the page that throws may keep all events from this one
  checkRegularly(join, signal);
  signal.addEventListener('abort', () => void ours.disconnect());
  join();
}
