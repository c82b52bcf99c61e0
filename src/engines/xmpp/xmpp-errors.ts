import {SessionError, type SessionErrorCode} from '../../values/session-error.js';
import {childOf, childrenOf} from './xmpp-elements.js';
import {NS} from './xmpp-namespaces.js';

/** Where a condition comes from: our side of the connection, the stream, the login, or the answer to one stanza. */
export type XmppErrorKind = 'connection' | 'stream' | 'authentication' | 'stanza' | 'timeout';

/** The most of a server's own words that is kept. */
const MAX_TEXT_LENGTH = 500;

/** What the server, or the library, said: the `cause` of a `SessionError`. Its words are the server's: do not show them. */
export class XmppError extends Error {
  override readonly name = 'XmppError';
  readonly kind: XmppErrorKind;
  /** The protocol's name for it, as `not-authorized`. */
  readonly condition: string;

  constructor(kind: XmppErrorKind, condition: string, text = '') {
    super(`${condition}${text && `: ${text}`}`.slice(0, MAX_TEXT_LENGTH));
    this.kind = kind;
    this.condition = condition;
  }
}

/** Reads what is in a stanza of the type `error`, or in a refusal to log in. */
export function readError(kind: XmppErrorKind, stanza: Element | null | undefined): XmppError {
  const error = childrenOf(stanza ?? undefined).find(({localName}) => localName === 'error') ?? stanza ?? undefined;
  const named = childrenOf(error).find(
    ({localName, namespaceURI}) => localName !== 'text' && (namespaceURI === NS.stanzas || namespaceURI === NS.sasl),
  );
  const text = childOf(error, 'text', NS.stanzas) ?? childOf(error, 'text', NS.sasl);
  return new XmppError(kind, named?.localName ?? 'undefined-condition', text?.textContent);
}

type Meaning = readonly [SessionErrorCode, string];

const FULL: Meaning = ['session-full', 'the session takes no more connections'];
const NO_SESSION: Meaning = ['invalid-session', 'there is no such session, or the token may not enter it'];
const NO_ENTRY: Meaning = ['authentication-failed', 'the session refused the token: it is of another session'];
const NOT_THERE: Meaning = ['unknown-connection', 'the connection is gone'];
const NO_RIGHT: Meaning = ['permission-denied', 'this needs the token of a moderator'];

/** What conditions mean as the answer to entering a room: XEP-0045, section 7.2. */
const ENTERING: ReadonlyMap<string, Meaning> = new Map([
  ['not-authorized', NO_ENTRY],
  ['registration-required', NO_ENTRY],
  ['forbidden', NO_SESSION],
  ['item-not-found', NO_SESSION],
  ['not-allowed', NO_SESSION],
  ['jid-malformed', NO_SESSION],
  ['gone', NO_SESSION],
  ['remote-server-not-found', ['invalid-session', 'the server has no rooms under that address']],
  ['resource-constraint', FULL],
  ['service-unavailable', FULL],
]);

/** What they mean as the answer to removing somebody: XEP-0045, section 8.2. */
const REMOVING: ReadonlyMap<string, Meaning> = new Map([
  ['not-allowed', NO_RIGHT],
  ['forbidden', NO_RIGHT],
  ['not-acceptable', NOT_THERE],
  ['item-not-found', NOT_THERE],
]);

const UNABLE: Meaning = ['connect-failed', 'no connection to the session'];

/** A refusal to connect, to log in or to enter a room, as our error. What the server says is in the cause. */
export function enteringFailed(error: XmppError): SessionError {
  const {kind, condition} = error;
  let meaning: Meaning = UNABLE;
  if (kind === 'authentication') {
    meaning = ['authentication-failed', 'the server refused the token: expired, or signed with another key'];
  } else if (kind === 'connection') {
    meaning =
      condition === 'host-unknown'
        ? ['not-configured', 'the service is not the server of the token’s "jid"']
        : ['connect-failed', 'no connection to the service; is its address right, and the server up?'];
  } else if (kind === 'stanza') {
    meaning = ENTERING.get(condition) ?? UNABLE;
  }
  return toSessionError(meaning, error);
}

/** A refusal to remove somebody, as our error. */
export function removingFailed(error: XmppError): SessionError {
  const {kind, condition} = error;
  if (kind === 'timeout') return toSessionError(['timed-out', 'forceDisconnect() got no answer'], error);
  if (kind !== 'stanza') return toSessionError(['not-connected', 'the connection is interrupted, or over'], error);
  return toSessionError(REMOVING.get(condition) ?? ['permission-denied', 'the server refused it'], error);
}

function toSessionError([code, text]: Meaning, error: XmppError): SessionError {
  // a condition is the server's word, too
  const condition = /^[a-z-]{1,40}$/.test(error.condition) ? ` (${error.condition})` : '';
  return new SessionError(code, `XMPP: ${text}${condition}.`, error);
}
