import {SessionError, type SessionErrorCode} from '../../values/session-error.js';
import type {VendorError} from './vendor-sdk.js';

/** The vendor's names for what can go wrong with a connection, and ours; the same name always means the same. */
const CODES: Record<string, [SessionErrorCode, string] | undefined> = {
  AUTHENTICATION_ERROR: ['authentication-failed', 'the token was refused: expired, or of another session or key'],
  INVALID_SESSION_ID: ['invalid-session', 'there is no such session'],
  CONNECTION_LIMIT_EXCEEDED: ['session-full', 'the session takes no more connections'],
  TERMS_OF_SERVICE_FAILURE: ['authentication-failed', 'the account may not be used from here'],
  API_KEY_DISABLED: ['authentication-failed', 'the key is disabled'],
  INVALID_ENCRYPTION_SECRET: ['not-configured', 'options.encryptionSecret is invalid'],
  UNSUPPORTED_BROWSER: ['unsupported-browser', 'the browser lacks what the session needs'],
  NOT_CONNECTED: ['not-connected', 'not in the session'],
  PERMISSION_DENIED: ['permission-denied', 'this needs a token with the role moderator'],
  INVALID_PARAMETER: ['unknown-connection', 'the connection is gone, or the platform refused'],
};

/** The vendor's error as ours. Its message is left out, since it may contain the token; the error itself is the cause. */
export function fromVendor(error: VendorError): SessionError {
  const {name = '', code} = error;
  const [ours, text] = CODES[name.replace(/^OT_/, '')] ?? ['connect-failed', 'no connection to the platform'];
  return new SessionError(ours, `OpenTok: ${text} (${[name, code].filter(Boolean).join(' ')}).`, error);
}
