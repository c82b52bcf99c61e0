import {unclobbered} from '../dom/unclobbered.js';
import type {GetCredentials} from './credentials-source.js';
import {resolveUrl, serviceOf} from '../values/resolved-url.js';
import {textOf} from '../values/session-config.js';
import {type Reconnect, Session} from './session.js';

/** The options of `initSession()`: the following, and the vendor's own. */
export interface SessionOptions {
  /** The engine's name; `opentok` by default. */
  engine?: string;
  /** The URL of the server, for the engine `xmpp`: `wss:` or, for BOSH, `https:`. */
  service?: string;
  /** Whether to connect again after a connection was lost, or after a failure that may be temporary; `auto` by default. */
  reconnect?: Reconnect;
  /** The time limit of each attempt to connect, in milliseconds; 30,000 by default. */
  connectTimeout?: number;
  /** Returns the credentials for each attempt; what it omits is taken from `initSession()` and `connect()`. */
  getCredentials?: GetCredentials;
  /** The vendor's: `connectionEventsSuppressed`, `iceConfig`, `ipWhitelist`, `encryptionSecret`, `sessionMigration` … */
  [option: string]: unknown;
}

/**
 * Creates a session, not yet connected: the vendor's `OT.initSession()`.
 *
 * @param key the OpenTok project's API key (digits) or the Vonage application's id (a UUID); the local engine does not need one
 * @param sessionId the id of the session
 * @param options see `SessionOptions`
 */
export function initSession(key: string, sessionId: string, options?: SessionOptions | null): Session {
  const {engine, service, reconnect, connectTimeout, getCredentials, ...rest} = options ?? {};
  // the vendor's own rule: digits are an OpenTok key, anything else an application's id
  const text = textOf(key);
  const isApiKey = /^-?\d+$/.test(text);
  const config = {
    engine: textOf(engine) || 'opentok',
    apiKey: isApiKey ? text : '',
    applicationId: isApiKey ? '' : text,
    sessionId: textOf(sessionId),
    token: '',
    service: resolvedService(textOf(service)),
  };
  const credentials = getCredentials && {id: getCredentials, get: getCredentials};
  return new Session(config, {reconnect, connectTimeout, credentials, options: rest});
}

/** Resolved like an element's `service`, since both may share a connection. */
function resolvedService(text: string): string {
  if (text === '') return '';
  return serviceOf(text, resolveUrl(text, typeof document === 'object' ? unclobbered(document).baseURI : undefined));
}
