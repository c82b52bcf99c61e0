import {SessionError} from './session-error.js';

/** Everything that decides which session is joined, as whom, and over what. A plain value; what is not given is ''. */
export interface SessionConfig {
  /** The engine's name, as in `registerEngine`. */
  readonly engine: string;
  /** The OpenTok project's key: digits. */
  readonly apiKey: string;
  /** The Vonage application's id: a UUID. */
  readonly applicationId: string;
  /** The session's id. */
  readonly sessionId: string;
  /** A secret: in no message, event or attribute of ours. */
  readonly token: string;
  /** The address of the server, for engines over one of your own. */
  readonly service: string;
  /** What the engine's own SDK takes besides: `initSession()`'s options, passed on as they are. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** A session of the engine's own SDK that the page made, and connects by itself. */
  readonly adopted?: object | undefined;
}

/** Whatever script may have put there, as the text that it would be in an attribute. */
export function textOf(value: string | number | null | undefined): string {
  return String(value ?? '');
}

/** @throws {SessionError} `not-configured`, when no engine could do anything with it */
export function checkConfig({apiKey, applicationId, sessionId}: SessionConfig): void {
  if (apiKey && applicationId) {
    throw new SessionError('not-configured', 'Both api-key (OpenTok) and application-id (Vonage) are set: keep one.');
  }
  if (!sessionId) {
    throw new SessionError(
      'not-configured',
      'session-id is missing: set the attribute, or the second argument of initSession().',
    );
  }
}

/** The same for configurations of one and the same session, joined over the same thing; tokens may differ. */
export function sessionKey({engine, apiKey, applicationId, sessionId, service}: SessionConfig): string {
  return JSON.stringify([engine, apiKey, applicationId, sessionId, service]);
}
