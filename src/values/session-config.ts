import {SessionError} from './session-error.js';

/** Which session to join, with which credentials, over which engine. Strings that are not set are `''`. */
export interface SessionConfig {
  /** The engine's name, as passed to `registerEngine()`. */
  readonly engine: string;
  /** The OpenTok project's API key, digits: the vendor's `apiKey`. */
  readonly apiKey: string;
  /** The Vonage application's id, a UUID: the vendor's `applicationId`. */
  readonly applicationId: string;
  /** The session's id: the vendor's `sessionId`. */
  readonly sessionId: string;
  /** The token, in the engine's format. A secret: never in a message, an event, or an attribute set by this package. */
  readonly token: string;
  /** The absolute URL of the server, for engines that connect to your own. */
  readonly service: string;
  /** The options of the vendor's `initSession()`, passed on unchanged. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** A session of the engine's SDK that the page has created, connects, and disconnects. */
  readonly adopted?: object | undefined;
}

/** A value set by script, as the text that it would be in an attribute. */
export function textOf(value: string | number | null | undefined): string {
  return String(value ?? '');
}

/** @throws {SessionError} `not-configured` if no engine could join with this configuration */
export function checkConfig({apiKey, applicationId, sessionId}: SessionConfig): void {
  if (apiKey && applicationId) {
    throw new SessionError(
      'not-configured',
      '<ot-session> has both api-key (OpenTok) and application-id (Vonage): remove one.',
    );
  }
  if (!sessionId) {
    throw new SessionError('not-configured', 'No session id: set session-id, or pass it to initSession().');
  }
}

/** A key that is equal for configurations of the same session over the same engine and server, whatever their tokens. */
export function sessionKey({engine, apiKey, applicationId, sessionId, service}: SessionConfig): string {
  return JSON.stringify([engine, apiKey, applicationId, sessionId, service]);
}
