import {Connection} from '../../values/connection.js';
import {SessionError} from '../../values/session-error.js';
import type {EngineObserver} from '../engine.js';
import type {XmppConnection} from './xmpp-connection.js';
import {childOf, childrenOf} from './xmpp-elements.js';
import {XmppError, enteringFailed} from './xmpp-errors.js';
import {NS} from './xmpp-namespaces.js';
import {type XmppStay, randomId} from './xmpp-stay.js';
import type {StropheModule} from './strophe-module.js';
import type {XmppToken} from './xmpp-token.js';

/**
 * Looks at a session without being in it: asks how many are there again and again. For sessions of which nobody could take
 * the whole roster. The own connection is nobody's but ours: the others do not see it, and the number is without it.
 */
export function createOnlooker(
  {$iq}: StropheModule,
  address: string,
  token: XmppToken,
  observer: EngineObserver,
): XmppStay {
  let isInside = false;

  /** XEP-0045, section 6.4. */
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
    get isInside() {
      return isInside;
    },
    received() {
      // nothing that we asked for
    },
    async enter(connection) {
      const first = await count(connection).catch((error: unknown) => {
        throw enteringFailed(error as XmppError);
      });
      isInside = true;
      observer.connected(new Connection(randomId(), Date.now(), token.data), null);
      observer.counted(first);
      connection.watch(async () => {
        observer.counted(await count(connection));
      });
    },
    remove() {
      return Promise.reject(new SessionError('permission-denied', 'XMPP: with roster="none" nobody can be removed.'));
    },
  };
}
