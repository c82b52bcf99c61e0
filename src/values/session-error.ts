import {LONGEST_RETRY_AFTER} from './longest-retry-after.js';

/** Why an attempt to connect, or a call on the session, failed. Engines registered by a page may have codes of their own. */
export type SessionErrorCode =
  /** Settings are missing or conflict; the message names the attribute. */
  | 'not-configured'
  /** No engine is registered under this name. */
  | 'unknown-engine'
  /** The engine's script could not be loaded. */
  | 'engine-load-failed'
  /** The credentials endpoint or `getCredentials()` failed; a later attempt may succeed. */
  | 'credentials-unavailable'
  /** The credentials endpoint or `getCredentials()` returned an invalid response. */
  | 'credentials-invalid'
  /** The token was rejected. */
  | 'authentication-failed'
  /** The vendor's SDK could not be loaded. */
  | 'sdk-load-failed'
  /** The session does not exist, or its id is invalid. */
  | 'invalid-session'
  /** The session accepts no more connections. */
  | 'session-full'
  /** The connection could not be established. */
  | 'connect-failed'
  /** There was no response within the time limit. */
  | 'timed-out'
  /** The call needs a connected session. */
  | 'not-connected'
  /** The token's role does not allow the call. */
  | 'permission-denied'
  /** No connection with this id is in the session. */
  | 'unknown-connection'
  /** The page is already in this session with other credentials. */
  | 'session-in-use'
  /** The attempt was ended by a newer `connect()`, by `disconnect()`, or by removing the element. */
  | 'aborted'
  /** The page is not a secure context (https or localhost). */
  | 'insecure-context'
  /** The page's origin is opaque: a file, a `data:` URL, or a sandboxed frame. */
  | 'opaque-origin'
  /** The browser blocks site data, which this engine needs. */
  | 'storage-blocked'
  /** The browser lacks a feature that the engine needs. */
  | 'unsupported-browser'
  | (string & {});

/**
 * Thrown when an attempt to connect, or a call on the session, fails. Its message says what to do, and never contains the token.
 */
export class SessionError extends Error {
  override readonly name = 'SessionError';
  /** Why it failed. */
  readonly code: SessionErrorCode;
  /** How long the server requests to wait before the next attempt, in milliseconds, at most a day; 0 if it does not. */
  readonly retryAfter: number;

  /**
   * @param code why it failed
   * @param message what the page's author can do about it
   * @param cause the underlying error, such as the vendor's, unchanged
   * @param retryAfter how long the server requests to wait before the next attempt, in milliseconds
   */
  constructor(code: SessionErrorCode, message: string, cause?: unknown, retryAfter: number = 0) {
    super(message, cause === undefined ? undefined : {cause});
    this.code = code;
    this.retryAfter = retryAfter > 0 ? Math.min(retryAfter, LONGEST_RETRY_AFTER) : 0;
  }

  /** Whether a value is a `SessionError`, of this copy of the package or of another one. Subclasses are compared as usual. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return this === SessionError
      ? (value as {name?: unknown} | null | undefined)?.name === 'SessionError'
      : super[Symbol.hasInstance](value);
  }
}

/** The message for a script of this package that could not be loaded. */
export function loadFailureMessage(what: string): string {
  return `${what}: its script could not be loaded. Is the page offline, or the script blocked?`;
}
