import {SessionError} from '../../values/session-error.js';

/** The maximum length of a connection's data, in UTF-16 code units. */
export const MAX_DATA_LENGTH = 8192;

/** Characters that XML 1.0 does not allow, even escaped, or discourages. */
const NOT_XML = /(?![\t\n\r])\p{Cc}|[\p{Cs}\uFFFE\uFFFF]/u;

/** The claims of a token that the client uses. Only the server verifies them. */
export interface XmppToken {
  /** The account to log in with; the whole token is its password. */
  readonly jid: string;
  /** The server's domain. */
  readonly host: string;
  /** The room's password; `''` if it has none. */
  readonly key: string;
  /** The connection's data, unless the server provides it. */
  readonly data: string;
}

/**
 * Reads a token: a JSON Web Token with the claims `jid`, `key`, `data` and `exp`.
 *
 * @throws {SessionError} `authentication-failed`, without the token in its message
 */
export function readXmppToken(token: string): XmppToken {
  const {jid, key = '', data = '', exp} = claimsOf(token);
  const parts = typeof jid === 'string' ? /^[^\s@/]+@([^\s@/]+)$/.exec(jid) : null;
  if (!parts) throw rejected('needs a claim "jid" such as "name@chat.example.org"');
  if (typeof key !== 'string') throw rejected('has a claim "key" that is not a string');
  if (typeof data !== 'string') throw rejected('has a claim "data" that is not a string');
  if (data.length > MAX_DATA_LENGTH) throw rejected(`has data of more than ${MAX_DATA_LENGTH} characters`);
  if (NOT_XML.test(data + key)) throw rejected('has data or a key with characters that XML does not allow');
  // the server's error would not say why
  if (typeof exp === 'number' && exp * 1000 <= Date.now())
    throw rejected('has expired, or this device’s clock is wrong');
  return {jid: jid as string, host: String(parts[1]), key, data};
}

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const [, payload = ''] = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(token) ?? [];
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
    return Object(JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes))) as Record<string, unknown>;
  } catch {
    throw rejected('is not a JSON Web Token');
  }
}

function rejected(why: string): SessionError {
  return new SessionError('authentication-failed', `XMPP: the token ${why}.`);
}
