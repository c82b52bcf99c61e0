import {isWebProtocol, resolveUrl} from '../../values/resolved-url.js';
import {SessionError} from '../../values/session-error.js';

/** Characters that are not allowed before the `@` of an address (RFC 7622, section 3.3.1). */
const NOT_IN_A_NAME = /[\s"&'/:<>@]/;

/**
 * The address of a session's room, in lower case: session ids are case-insensitive here, as addresses are (RFC 7622).
 *
 * @param sessionId the room's name, or its full address
 * @param host the server's domain, whose rooms are at `session.` and that domain
 * @throws {SessionError} `invalid-session`
 */
export function roomAddress(sessionId: string, host: string): string {
  const at = sessionId.indexOf('@');
  const name = at < 0 ? sessionId : sessionId.slice(0, at);
  const service = at < 0 ? `session.${host}` : sessionId.slice(at + 1);
  if (!name || !service || NOT_IN_A_NAME.test(name) || NOT_IN_A_NAME.test(service) || sessionId.length > 1023) {
    throw new SessionError(
      'invalid-session',
      '<ot-session engine="xmpp">: session-id must be a room’s name, or its address such as "name@rooms.example.org".',
    );
  }
  return `${name}@${service}`.normalize('NFKC').toLowerCase();
}

/**
 * Validates the URL of a server: `wss:` for WebSocket (RFC 7395), `https:` for BOSH (XEP-0206); `ws:` and `http:` for local
 * servers.
 *
 * @throws {SessionError} `not-configured`
 */
export function serviceAddress(service: string | undefined): string {
  const {url, problem} = resolveUrl(service ?? '');
  if (problem === undefined && isWebProtocol(url.protocol)) return url.href;
  const why = service && problem ? ` The value ${problem}.` : '';
  throw new SessionError(
    'not-configured',
    `<ot-session engine="xmpp"> needs service="wss://…", the URL of the server’s WebSocket, or https://… for BOSH.${why}`,
  );
}
