import type {Connection} from '../../values/connection.js';
import {SessionError} from '../../values/session-error.js';
import type {DisconnectReason, EngineObserver} from '../engine.js';
import {XmppError, enteringFailed, removingFailed} from './xmpp-errors.js';
import {childOf} from './xmpp-elements.js';
import {NS} from './xmpp-namespaces.js';
import {type RoomPresence, readPresence} from './xmpp-presence.js';
import type {StanzaBuilder, StropheModule} from './strophe-module.js';
import type {XmppConnection} from './xmpp-connection.js';
import {type XmppStay, randomId} from './xmpp-stay.js';
import type {XmppToken} from './xmpp-token.js';

/**
 * Enters a room (XEP-0045), and reports who is there, who joins, and who leaves.
 *
 * @param out called once when the room has put us out
 */
export function createRoom(
  {$iq, $msg, $pres}: StropheModule,
  address: string,
  token: XmppToken,
  observer: EngineObserver,
  out: (reason: DisconnectReason) => void,
): XmppStay {
  const occupants = new Map<string, Connection>();
  let nick = randomId();
  let connection: XmppConnection | undefined;
  let isModerator = false;
  /** Whether the room has told us of everyone, and so the observer knows. */
  let isInside = false;
  /** How often we have asked since somebody called the roll. */
  let sinceRoll = 0;
  let entered: () => void;
  let refused: (error: SessionError) => void;

  function handleHere(presence: RoomPresence): void {
    const isOurs = presence.isOurs || presence.nick === nick;
    if (isOurs) ({isModerator} = presence);
    const known = occupants.get(presence.nick);
    const occupant = known ?? presence.connection;
    occupants.set(presence.nick, occupant);
    if (isInside) {
      if (!known && !isOurs) observer.connectionCreated(occupant);
    } else if (presence.isOurs) {
      // the room's last word on who is there is who we are: with it, its list is complete
      nick = presence.nick; // the server may have chosen another one
      isInside = true;
      observer.connected(occupant, [...occupants.values()]);
      entered();
    }
  }

  /** The presence by which we go, with a mark that says why. */
  function farewell(mark: 'left' | 'removed'): StanzaBuilder {
    return $pres({to: `${address}/${nick}`, type: 'unavailable'}).c(mark, {xmlns: NS.connection});
  }

  function handleGone(presence: RoomPresence): void {
    if (presence.isOurs || presence.nick === nick) {
      if (isInside) out(presence.reason);
      else refused(enteringFailed(new XmppError('stanza', 'removed')));
      return;
    }
    const leaver = occupants.get(presence.nick);
    occupants.delete(presence.nick);
    if (leaver && isInside) observer.connectionDestroyed(leaver, presence.reason);
  }

  return {
    get isInside() {
      return isInside;
    },
    get isModerator() {
      return isModerator;
    },
    get goodbye() {
      return connection && farewell('left');
    },
    received(stanza) {
      if (stanza.localName === 'message') {
        const isOfRoom = stanza.getAttribute('from')?.startsWith(`${address}/`);
        if (isOfRoom && childOf(stanza, 'roll', NS.connection)) sinceRoll = 0;
        return;
      }
      const presence = readPresence(stanza, address);
      if (presence?.type === 'here') handleHere(presence);
      else if (presence?.type === 'gone') handleGone(presence);
      else if (presence && !isInside) refused(enteringFailed(presence.error));
    },
    enter(over) {
      connection = over;
      return new Promise((resolve, reject) => {
        entered = resolve;
        refused = reject;
        const presence = $pres({to: `${address}/${nick}`})
          .c('x', {xmlns: NS.muc})
          .c('history', {maxchars: '0'})
          .up();
        if (token.key) presence.c('password').t(token.key).up();
        over.send(
          presence
            .up()
            .c('connection', {xmlns: NS.connection, created: String(Date.now())})
            .t(token.data),
        );
        over.watch(() => {
          // about one of all who ask, and soon whoever is left if most are gone
          if (occupants.size > 1 && Math.random() * occupants.size < 2 ** sinceRoll++) callTheRoll(over);
          return ping(over);
        });
      });
    },
    async remove(connectionId) {
      if (connectionId === nick && isModerator) {
        // a server may refuse it: nobody is to remove who is of the same rank
        connection?.send(farewell('removed'));
        out('forceDisconnected');
        return;
      }
      const query = $iq({to: address, type: 'set'})
        .c('query', {xmlns: NS.mucAdmin})
        .c('item', {nick: connectionId, role: 'none'});
      try {
        await connection?.ask(query);
      } catch (error) {
        throw removingFailed(error as XmppError);
      }
    },
  };

  /**
   * Says nothing to everyone: from whom an error comes back, the room puts out (XEP-0045, status code 333). Where a node of a
   * cluster died, its occupants would stay listed for ever: a presence that cannot be delivered is dropped without an error.
   */
  function callTheRoll(over: XmppConnection): void {
    sinceRoll = 0;
    over.send(
      $msg({to: address, type: 'groupchat', id: randomId()})
        .c('roll', {xmlns: NS.connection})
        .up()
        .c('no-store', {xmlns: NS.hints}),
    );
  }

  /** Asks whether we are in the room still (XEP-0410). Whatever else is answered, somebody was there to answer. */
  async function ping(over: XmppConnection): Promise<void> {
    try {
      await over.ask($iq({to: `${address}/${nick}`, type: 'get'}).c('ping', {xmlns: NS.ping}));
    } catch (reason) {
      const error = reason as XmppError;
      if (error.kind !== 'stanza' || error.condition === 'not-acceptable') throw error;
    }
  }
}
