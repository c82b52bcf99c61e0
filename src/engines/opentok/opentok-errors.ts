import {SessionError, type SessionErrorCode} from '../../values/session-error.js';
import type {VendorError} from './vendor-sdk.js';

/** The vendor's error names that concern connections, and their codes and messages here. */
const CODES: Record<string, [SessionErrorCode, string] | undefined> = {
  AUTHENTICATION_ERROR: ['authentication-failed', 'the token was rejected: expired, or for another session or key'],
  INVALID_SESSION_ID: ['invalid-session', 'the session does not exist'],
  CONNECTION_LIMIT_EXCEEDED: ['session-full', 'the session accepts no more connections'],
  TERMS_OF_SERVICE_FAILURE: ['authentication-failed', 'the account cannot be used here'],
  API_KEY_DISABLED: ['authentication-failed', 'the key is disabled'],
  INVALID_ENCRYPTION_SECRET: ['not-configured', 'options.encryptionSecret is invalid'],
  UNSUPPORTED_BROWSER: ['unsupported-browser', 'the browser lacks a required feature'],
  NOT_CONNECTED: ['not-connected', 'not connected'],
  PERMISSION_DENIED: ['permission-denied', 'this needs a moderator token'],
  INVALID_PARAMETER: ['unknown-connection', 'the connection has left, or the platform refused'],
};

/** A vendor's error as a `SessionError`. Its message may contain the token, and so is left out; the error is the `cause`. */
export function fromVendor(error: VendorError): SessionError {
  const {name = '', code} = error;
  const [sessionErrorCode, text] = CODES[name.replace(/^OT_/, '')] ?? [
    'connect-failed',
    'could not connect to the platform',
  ];
  return new SessionError(sessionErrorCode, `OpenTok: ${text} (${[name, code].filter(Boolean).join(' ')}).`, error);
}
