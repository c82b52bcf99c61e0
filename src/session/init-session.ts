import {type Reconnect, Session} from './session.js';

/** What `initSession()` takes besides the vendor's two arguments. */
export interface SessionOptions {
  /** The engine's name; `opentok` by default. */
  engine?: string;
  /** Whether to try again after a loss or a passing failure; `auto` by default. */
  reconnect?: Reconnect;
  /** How long an attempt to connect may take, in milliseconds; 30,000 by default. */
  connectTimeout?: number;
}

/**
 * Makes a session, not yet connected: the vendor's `OT.initSession()`.
 *
 * @param key the OpenTok project's API key (digits) or the Vonage application's id (a UUID); the local engine needs none
 * @param sessionId the id of the session
 * @param options which engine, and how it reconnects
 */
export function initSession(key: string, sessionId: string, options: SessionOptions = {}): Session {
  const {engine = 'opentok', ...rest} = options;
  // the vendor's own rule: digits are an OpenTok key, anything else an application's id
  const isApiKey = /^-?\d+$/.test(key);
  const config = {
    engine,
    apiKey: isApiKey ? key : '',
    applicationId: isApiKey ? '' : key,
    sessionId,
    token: '',
  };
  return new Session(config, rest);
}
