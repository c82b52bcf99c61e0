import {SessionError, type SessionErrorCode} from '../../values/session-error.js';
import {childOf, childrenOf} from './xmpp-elements.js';
import {NS} from './xmpp-namespaces.js';

/** The source of an error: the connection, the stream, authentication, a response to a stanza, or the lack of one. */
export type XmppErrorKind = 'connection' | 'stream' | 'authentication' | 'stanza' | 'timeout';

/** The maximum length of a message with a server's text. */
const MAX_TEXT_LENGTH = 500;

/**
 * An error of the server or the library: the `cause` of a `SessionError`. Its text may come from the server, so do not display it.
 */
export class XmppError extends Error {
  override readonly name = 'XmppError';
  readonly kind: XmppErrorKind;
  /** The error condition, such as `not-authorized` (RFC 6120, sections 4.9.3, 6.5, and 8.3.3). */
  readonly condition: string;

  constructor(kind: XmppErrorKind, condition: string, text = '') {
    super(`${condition}${text && `: ${text}`}`.slice(0, MAX_TEXT_LENGTH));
    this.kind = kind;
    this.condition = condition;
  }
}

/** Reads the error in a stanza of the type `error`, or in a SASL failure. */
export function readError(kind: XmppErrorKind, stanza: Element | null | undefined): XmppError {
  const error = childrenOf(stanza ?? undefined).find(({localName}) => localName === 'error') ?? stanza ?? undefined;
  const named = childrenOf(error).find(
    ({localName, namespaceURI}) => localName !== 'text' && (namespaceURI === NS.stanzas || namespaceURI === NS.sasl),
  );
  const text = childOf(error, 'text', NS.stanzas) ?? childOf(error, 'text', NS.sasl);
  return new XmppError(kind, named?.localName ?? 'undefined-condition', text?.textContent);
}

type Meaning = readonly [SessionErrorCode, string];

const FULL: Meaning = ['session-full', 'the session accepts no more connections'];
const NO_SESSION: Meaning = ['invalid-session', 'the session does not exist, or the token is not for it'];
const NO_ENTRY: Meaning = ['authentication-failed', 'the session rejected the token: it is for another session'];
const NOT_THERE: Meaning = ['unknown-connection', 'the connection has left'];
const NO_RIGHT: Meaning = ['permission-denied', 'forceDisconnect() needs the token of a moderator'];

/** The meaning of conditions in response to entering a room: XEP-0045, section 7.2. */
const ENTERING: ReadonlyMap<string, Meaning> = new Map([
  ['not-authorized', NO_ENTRY],
  ['registration-required', NO_ENTRY],
  ['forbidden', NO_SESSION],
  ['item-not-found', NO_SESSION],
  ['not-allowed', NO_SESSION],
  ['jid-malformed', NO_SESSION],
  ['gone', NO_SESSION],
  ['remote-server-not-found', ['invalid-session', 'the server has no rooms at that address']],
  ['resource-constraint', FULL],
  ['service-unavailable', FULL],
]);

/** The meaning of conditions in response to removing an occupant: XEP-0045, section 8.2. */
const REMOVING: ReadonlyMap<string, Meaning> = new Map([
  ['not-allowed', NO_RIGHT],
  ['forbidden', NO_RIGHT],
  ['not-acceptable', NOT_THERE],
  ['item-not-found', NOT_THERE],
]);

const UNABLE: Meaning = ['connect-failed', 'could not join the session'];

/** The error for a failure to connect, to authenticate, or to enter a room. The server's error is its cause. */
export function enterError(error: XmppError): SessionError {
  const {kind, condition} = error;
  let meaning: Meaning = UNABLE;
  if (kind === 'authentication') {
    meaning = ['authentication-failed', 'the server rejected the token: expired, or signed with another key'];
  } else if (kind === 'connection') {
    meaning =
      condition === 'host-unknown'
        ? ['not-configured', 'service is not the server of the token’s "jid"']
        : ['connect-failed', 'could not connect to service; is its URL right, and the server running?'];
  } else if (kind === 'stanza') {
    meaning = ENTERING.get(condition) ?? UNABLE;
  }
  return toSessionError(meaning, error);
}

/** The error for a failure to remove an occupant. */
export function removeError(error: XmppError): SessionError {
  const {kind, condition} = error;
  if (kind === 'timeout') return toSessionError(['timed-out', 'forceDisconnect() got no answer'], error);
  if (kind !== 'stanza') return toSessionError(['not-connected', 'the connection is interrupted or closed'], error);
  return toSessionError(REMOVING.get(condition) ?? ['permission-denied', 'the server rejected it'], error);
}

function toSessionError([code, text]: Meaning, error: XmppError): SessionError {
  // a condition is the server's text, too
  const condition = /^[a-z-]{1,40}$/.test(error.condition) ? ` (${error.condition})` : '';
  return new SessionError(code, `XMPP: ${text}${condition}.`, error);
}
