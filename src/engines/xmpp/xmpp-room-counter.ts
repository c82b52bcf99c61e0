import {Connection} from '../../values/connection.js';
import {SessionError} from '../../values/session-error.js';
import type {EngineObserver} from '../engine.js';
import type {XmppConnection} from './xmpp-connection.js';
import {childOf, childrenOf} from './xmpp-elements.js';
import {XmppError, enterError} from './xmpp-errors.js';
import {NS} from './xmpp-namespaces.js';
import {type XmppRoomClient, randomId} from './xmpp-room-client.js';
import type {StropheModule} from './strophe-module.js';
import type {XmppToken} from './xmpp-token.js';

/**
 * Creates a client that polls the number of a room's occupants without entering it, for sessions that are too large for a
 * roster. Its own connection is not visible to others, and not part of the number.
 */
export function createRoomCounter(
  {$iq}: StropheModule,
  address: string,
  token: XmppToken,
  observer: EngineObserver,
): XmppRoomClient {
  let isConnected = false;

  /** Queries the number of occupants (XEP-0045, section 6.4). */
  async function count(connection: XmppConnection): Promise<number> {
    const answer = await connection.ask($iq({to: address, type: 'get'}).c('query', {xmlns: NS.disco}));
    const field = childrenOf(childOf(answer, 'query', NS.disco))
      .filter(({namespaceURI}) => namespaceURI === NS.form)
      .flatMap(childrenOf)
      .find((child) => child.getAttribute('var') === 'muc#roominfo_occupants');
    const text = childOf(field, 'value', NS.form)?.textContent ?? '';
    if (!/^\d{1,9}$/.test(text)) throw new XmppError('stanza', 'no-count');
    return Number(text);
  }

  return {
    isModerator: false,
    goodbye: undefined,
    get isConnected() {
      return isConnected;
    },
    received() {
      // responses are handled where they are requested
    },
    async enter(connection) {
      const first = await count(connection).catch((error: unknown) => {
        throw enterError(error as XmppError);
      });
      isConnected = true;
      observer.connected(new Connection(randomId(), Date.now(), token.data), null);
      observer.counted(first);
      connection.keepAlive(async () => {
        observer.counted(await count(connection));
      });
    },
    remove() {
      return Promise.reject(
        new SessionError('permission-denied', 'XMPP: with roster="none", forceDisconnect() is not possible.'),
      );
    },
  };
}
