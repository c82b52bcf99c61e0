import {SessionError} from '../../values/session-error.js';

/** The most characters that a connection's data may have. */
export const MAX_DATA_LENGTH = 8192;

/** What cannot be in XML 1.0, in whatever notation; and control characters that can, but should not. */
const NOT_XML = /(?![\t\n\r])\p{Cc}|[\p{Cs}\uFFFE\uFFFF]/u;

/** What of a token is for us to know. That it is genuine, only the server can tell. */
export interface XmppToken {
  /** The account to log in with; the whole token is its password. */
  readonly jid: string;
  /** The server's name. */
  readonly host: string;
  /** The room's password, where it has one. */
  readonly key: string;
  /** What the connection says about itself, where the server does not say it. */
  readonly data: string;
}

/**
 * Reads a token: a JSON Web Token with the claims `jid`, `key`, `data` and `exp`.
 *
 * @throws {SessionError} `authentication-failed`, without the token in its message
 */
export function readToken(token: string): XmppToken {
  const {jid, key = '', data = '', exp} = claimsOf(token);
  const parts = typeof jid === 'string' ? /^[^\s@/]+@([^\s@/]+)$/.exec(jid) : null;
  if (!parts) throw refused('has no claim "jid" of the form "name@chat.example.org"');
  if (typeof key !== 'string') throw refused('has a claim "key" that is no text');
  if (typeof data !== 'string') throw refused('has a claim "data" that is no text');
  if (data.length > MAX_DATA_LENGTH) throw refused(`has data of more than ${MAX_DATA_LENGTH} characters`);
  if (NOT_XML.test(data + key)) throw refused('has data with characters that XML cannot carry');
  // the server would say no more than that it does not like it
  if (typeof exp === 'number' && exp * 1000 <= Date.now())
    throw refused('has expired; or this device’s clock is wrong');
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
    throw refused('is no JSON Web Token');
  }
}

function refused(why: string): SessionError {
  return new SessionError('authentication-failed', `XMPP: the token ${why}.`);
}
