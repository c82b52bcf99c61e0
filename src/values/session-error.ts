/** What went wrong. */
export type SessionErrorCode =
  /** The configuration lacks something or contradicts itself; the message names the attribute. */
  | 'not-configured'
  /** No engine of this name. */
  | 'unknown-engine'
  /** The engine's own code could not be loaded. */
  | 'engine-load-failed'
  /** The credentials' endpoint, or `getCredentials()`, did not answer; it may later. */
  | 'credentials-unavailable'
  /** What the credentials' endpoint answers is no use. */
  | 'credentials-invalid'
  /** The token was refused. */
  | 'authentication-failed'
  /** The platform's SDK could not be loaded. */
  | 'sdk-load-failed'
  /** No such session, or an id that cannot be one. */
  | 'invalid-session'
  /** The session takes no more connections. */
  | 'session-full'
  /** The connection could not be made. */
  | 'connect-failed'
  /** No answer within the time limit. */
  | 'timed-out'
  /** This needs a connected session. */
  | 'not-connected'
  /** The token's role does not allow this. */
  | 'permission-denied'
  /** No connection of this id is in the session. */
  | 'unknown-connection'
  /** This page is in the session already, with other credentials. */
  | 'session-in-use'
  /** A newer `connect()`, a `disconnect()` or the element's removal ended the attempt. */
  | 'aborted'
  /** The page is not a secure context (https or localhost). */
  | 'insecure-context'
  /** The page's origin is opaque: a file, a data: URL or a sandboxed frame. */
  | 'opaque-origin'
  /** The browser keeps site data, and so this engine, from the page. */
  | 'storage-blocked'
  /** The browser lacks what the engine needs. */
  | 'unsupported-browser'
  // an engine from outside may have codes of its own
  | (string & {});

/** The most that a server can ask for, in milliseconds; timers have a limit, too. */
const LONGEST_RETRY_AFTER = 86_400_000;

/** Why an attempt to connect, or a call on the session, failed. Its message says what to do, and never holds the token. */
export class SessionError extends Error {
  override readonly name = 'SessionError';
  readonly code: SessionErrorCode;
  /** How long the server asks to wait before the next attempt, in milliseconds, at most a day; 0 if it does not. */
  readonly retryAfter: number;

  /**
   * @param code what went wrong
   * @param message what the page's author can do about it
   * @param cause the engine's own error, untouched
   * @param retryAfter how long the server asks to wait before the next attempt, in milliseconds
   */
  constructor(code: SessionErrorCode, message: string, cause?: unknown, retryAfter: number = 0) {
    super(message, cause === undefined ? undefined : {cause});
    this.code = code;
    this.retryAfter = retryAfter > 0 ? Math.min(retryAfter, LONGEST_RETRY_AFTER) : 0;
  }

  /** An engine may have come with a copy of this class: whichever made it, it is one. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return (value as {name?: unknown} | null | undefined)?.name === 'SessionError';
  }
}

/** The message for a script of this package that could not be loaded. */
export function notLoaded(what: string): string {
  return `${what}: its script could not be loaded. Is the page offline, or the script blocked?`;
}
