import type {VendorSession} from '../engines/opentok/vendor-sdk.js';
import {checkRegularly, isConnected, listen, listsNobodyElse} from '../engines/vendor-session.js';
import {Session, type SessionSettings} from './session.js';

/** A session of the vendor's own SDK, or something of its shape. */
export interface AdoptableSession {
  readonly sessionId: string;
  /** The client's own connection; null or undefined when not connected. */
  readonly connection?: unknown;
  /** All connections in the session; without it, their number is unknown. */
  readonly connections?: unknown;
  isConnected?(): boolean;
  on(type: string, handler: () => void): unknown;
  off(type: string, handler: () => void): unknown;
}

/** Whether a session belongs to the vendor's SDK: only this package's sessions, of any copy of it, have `observe()`. */
export function isAdoptable(session: Session | AdoptableSession): session is AdoptableSession {
  return !('observe' in session);
}

/**
 * Wraps a session of the vendor's SDK, which the page has created and connects, in a `Session`.
 *
 * @param options the options that the vendor's session was created with, as far as they are known
 */
export function adopt(adopted: AdoptableSession, options?: SessionSettings['options']): Session {
  const {sessionId} = adopted;
  const config = {engine: 'opentok', apiKey: '', applicationId: '', sessionId, token: '', service: '', adopted};
  return new Session(config, {reconnect: 'never', options});
}

/**
 * Connects the wrapping session whenever the page has connected the vendor's. Disconnects it, and removes all listeners, when
 * the signal is aborted.
 */
export function follow(adopted: AdoptableSession, session: Session, signal: AbortSignal): void {
  const vendorSession = adopted as VendorSession;
  let isAnnounced = false;
  const join = () => {
    if (!signal.aborted && isConnected(vendorSession) && session.state === 'disconnected') void session.connect();
  };
  listen(
    vendorSession,
    {
      sessionConnected: () => {
        isAnnounced = false;
        // after `disconnect(); connect()`, the SDK may not dispatch sessionDisconnected
        if (session.connection) void session.disconnect();
        // by then, all connections have been announced
        queueMicrotask(() => {
          if (!isAnnounced && listsNobodyElse(vendorSession))
            session.options = {...session.options, connectionEventsSuppressed: true};
          join();
        });
      },
      connectionCreated: () => {
        isAnnounced = true;
        // if one of the page's listeners throws, the SDK may not call this package's for sessionConnected
        join();
      },
    },
    signal,
  );
  // in that case, it may call none of them for any event
  checkRegularly(join, signal);
  signal.addEventListener('abort', () => void session.disconnect());
  join();
}
