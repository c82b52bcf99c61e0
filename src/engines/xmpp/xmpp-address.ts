import {isWebProtocol, resolveUrl} from '../../values/resolved-url.js';
import {SessionError} from '../../values/session-error.js';

/** What an address cannot have before its `@` (RFC 7622, section 3.3.1). */
const NOT_IN_A_NAME = /[\s"&'/:<>@]/;

/**
 * The address of a session's room. Addresses know no upper case, so neither do session ids here.
 *
 * @param sessionId the room's name, or its whole address
 * @param host the server's name; its rooms are those of `session.` and that name
 * @throws {SessionError} `invalid-session`
 */
export function roomAddress(sessionId: string, host: string): string {
  const at = sessionId.indexOf('@');
  const name = at < 0 ? sessionId : sessionId.slice(0, at);
  const service = at < 0 ? `session.${host}` : sessionId.slice(at + 1);
  if (!name || !service || NOT_IN_A_NAME.test(name) || NOT_IN_A_NAME.test(service) || sessionId.length > 1023) {
    throw new SessionError(
      'invalid-session',
      'XMPP: session-id is to be the name of a room, or its address as in "name@rooms.example.org".',
    );
  }
  return `${name}@${service}`.normalize('NFKC').toLowerCase();
}

/**
 * The URL of a server, checked: `wss:` for WebSocket, `https:` for BOSH; `ws:` and `http:` for servers at home.
 *
 * @throws {SessionError} `not-configured`
 */
export function serviceAddress(service: string | undefined): string {
  const {url, problem} = resolveUrl(service ?? '');
  if (problem === undefined && isWebProtocol(url.protocol)) return url.href;
  const why = service && problem ? ` This one ${problem}.` : '';
  throw new SessionError(
    'not-configured',
    `engine="xmpp" needs service="wss://…", the URL of the server’s WebSocket; or https://… for its BOSH.${why}`,
  );
}
