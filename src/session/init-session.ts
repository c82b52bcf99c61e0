import {unclobbered} from '../dom/unclobbered.js';
import type {GetCredentials} from './credentials.js';
import {resolveUrl, serviceOf} from '../values/resolved-url.js';
import {textOf} from '../values/session-config.js';
import {type Reconnect, Session} from './session.js';

/** What `initSession()` takes besides the vendor's two arguments: of ours the following, and the vendor's own options. */
export interface SessionOptions {
  /** The engine's name; `opentok` by default. */
  engine?: string;
  /** The address of the server, for the engine `xmpp`. */
  service?: string;
  /** Whether to try again after a loss or a passing failure; `auto` by default. */
  reconnect?: Reconnect;
  /** How long an attempt to connect may take, in milliseconds; 30,000 by default. */
  connectTimeout?: number;
  /** Gives the credentials of each attempt; what it leaves out is as `initSession()` and `connect()` have it. */
  getCredentials?: GetCredentials;
  /** The vendor's: `connectionEventsSuppressed`, `iceConfig`, `ipWhitelist`, `encryptionSecret`, `sessionMigration` … */
  [option: string]: unknown;
}

/**
 * Makes a session, not yet connected: the vendor's `OT.initSession()`.
 *
 * @param key the OpenTok project's API key (digits) or the Vonage application's id (a UUID); the local engine needs none
 * @param sessionId the id of the session
 * @param options which engine, and how it reconnects
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

/** As an element's `service` is resolved, since they may share a connection. */
function resolvedService(text: string): string {
  if (text === '') return '';
  return serviceOf(text, resolveUrl(text, typeof document === 'object' ? unclobbered(document).baseURI : undefined));
}
