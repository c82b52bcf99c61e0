import {LONGEST_RETRY_AFTER} from './longest-retry-after.js';

/** Why an attempt to connect, or a call on the session, failed: what a code means, and what to do about it. */
export type SessionErrorCode =
  /**
   * Settings are missing or conflict: no session id, for example, or an option that the SDK rejects. Or `connect()`
   * was called on an element that is not in a document, or whose session was set by the page.
   *
   * Follow the message.
   */
  | 'not-configured'
  /**
   * No engine has this name.
   *
   * Use a name that the message lists.
   */
  | 'unknown-engine'
  /**
   * The code of the engine could not be loaded.
   *
   * Serve all modules next to `ot-elements.js`, and allow them in the Content Security Policy.
   */
  | 'engine-load-failed'
  /**
   * The endpoint in `src` did not answer, or answered with status 408, 429, or 500 or above; or `getCredentials()`
   * failed.
   *
   * Check the endpoint, or the function.
   */
  | 'credentials-unavailable'
  /**
   * The endpoint in `src` answered with another error status, or with something other than a JSON object of type
   * `application/json`; or `getCredentials()` returned no credentials, or a field that is not a string.
   *
   * Correct the endpoint, or the function.
   */
  | 'credentials-invalid'
  /**
   * The token was refused. With `local`: there is no such role, or the data is too long.
   *
   * Correct the token.
   */
  | 'authentication-failed'
  /**
   * The vendor’s SDK could not be loaded: the browser is offline, or a policy or content blocker forbids it.
   *
   * Follow the message.
   */
  | 'sdk-load-failed'
  /**
   * There is no such session, or the id cannot be that of one.
   *
   * Correct the session id.
   */
  | 'invalid-session'
  /**
   * The session accepts no more connections. Never with `local`.
   *
   * Wait.
   */
  | 'session-full'
  /**
   * The connection could not be established.
   *
   * See `cause`.
   */
  | 'connect-failed'
  /**
   * There was no answer within the time limit: 30 seconds by default, at most 10 for `forceDisconnect()`.
   *
   * Wait.
   */
  | 'timed-out'
  /**
   * `forceDisconnect()` was called while the session was not connected.
   *
   * Connect first.
   */
  | 'not-connected'
  /**
   * `forceDisconnect()` was called without the moderator role; or a moderator removed this client while it was
   * joining.
   *
   * Use the token of a moderator.
   */
  | 'permission-denied'
  /**
   * `forceDisconnect()` was called for a connection that is not in the session.
   *
   * Nothing: there is no one to remove.
   */
  | 'unknown-connection'
  /**
   * This page has joined the session with another key, token, or `roster`.
   *
   * Use the same ones for all elements of one session.
   */
  | 'session-in-use'
  /**
   * `disconnect()`, a newer `connect()`, or the removal of the element ended the attempt.
   *
   * Nothing. Only the promise reports it; there is no `error` event.
   */
  | 'aborted'
  /**
   * The page is not in a secure context.
   *
   * Serve it over https, or from localhost.
   */
  | 'insecure-context'
  /**
   * The origin of the page is opaque: a file, a `data:` URL, or a sandboxed frame.
   *
   * Serve the page over http, or sandbox it with `allow-same-origin`.
   */
  | 'opaque-origin'
  /**
   * The browser blocks site data, which this engine needs.
   *
   * Allow site data, or don’t use `local` in a third-party frame.
   */
  | 'storage-blocked'
  /**
   * The browser lacks what the engine needs.
   *
   * See which versions are supported.
   */
  | 'unsupported-browser'
  // an engine from outside may have codes of its own
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
