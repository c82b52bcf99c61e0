import type {Connection} from '../../values/connection.js';
import {SessionError} from '../../values/session-error.js';
import type {DisconnectReason, EngineObserver} from '../engine.js';
import {XmppError, enterError, removeError} from './xmpp-errors.js';
import {childOf} from './xmpp-elements.js';
import {NS} from './xmpp-namespaces.js';
import {type RoomPresence, readPresence} from './xmpp-presence.js';
import type {StanzaBuilder, StropheModule} from './strophe-module.js';
import type {XmppConnection} from './xmpp-connection.js';
import {type XmppRoomClient, randomId} from './xmpp-room-client.js';
import type {XmppToken} from './xmpp-token.js';

/**
 * Creates an occupant of a room (XEP-0045), which reports the roster, arrivals, and departures.
 *
 * @param handleRemoved called once when the room has removed this client
 */
export function createRoom(
  {$iq, $msg, $pres}: StropheModule,
  address: string,
  token: XmppToken,
  observer: EngineObserver,
  handleRemoved: (reason: DisconnectReason) => void,
): XmppRoomClient {
  const occupants = new Map<string, Connection>();
  let nick = randomId();
  let connection: XmppConnection | undefined;
  let isModerator = false;
  /** Whether the room has sent all occupants, and so the observer was notified. */
  let isConnected = false;
  /** The number of pings since the last roll call. */
  let pingsSinceRollCall = 0;
  let resolveEntering: () => void;
  let rejectEntering: (error: SessionError) => void;

  function handleAvailable(presence: RoomPresence): void {
    const isOurs = presence.isOurs || presence.nick === nick;
    if (isOurs) ({isModerator} = presence);
    const known = occupants.get(presence.nick);
    const occupant = known ?? presence.connection;
    occupants.set(presence.nick, occupant);
    if (isConnected) {
      if (!known && !isOurs) observer.connectionCreated(occupant);
    } else if (presence.isOurs) {
      // the client's own presence is the last one of the list (XEP-0045, section 7.2.2)
      nick = presence.nick; // the server may have changed it
      isConnected = true;
      observer.connected(occupant, [...occupants.values()]);
      resolveEntering();
    }
  }

  /** The presence that leaves the room, with a mark that says why. */
  function leavePresence(mark: 'left' | 'removed'): StanzaBuilder {
    return $pres({to: `${address}/${nick}`, type: 'unavailable'}).c(mark, {xmlns: NS.connection});
  }

  function handleUnavailable(presence: RoomPresence): void {
    if (presence.isOurs || presence.nick === nick) {
      if (isConnected) handleRemoved(presence.reason);
      else rejectEntering(enterError(new XmppError('stanza', 'removed')));
      return;
    }
    const leaver = occupants.get(presence.nick);
    occupants.delete(presence.nick);
    if (leaver && isConnected) observer.connectionDestroyed(leaver, presence.reason);
  }

  return {
    get isConnected() {
      return isConnected;
    },
    get isModerator() {
      return isModerator;
    },
    get goodbye() {
      return connection && leavePresence('left');
    },
    received(stanza) {
      if (stanza.localName === 'message') {
        const isOfRoom = stanza.getAttribute('from')?.startsWith(`${address}/`);
        if (isOfRoom && childOf(stanza, 'roll', NS.connection)) pingsSinceRollCall = 0;
        return;
      }
      const presence = readPresence(stanza, address);
      if (presence?.type === 'available') handleAvailable(presence);
      else if (presence?.type === 'unavailable') handleUnavailable(presence);
      else if (presence && !isConnected) rejectEntering(enterError(presence.error));
    },
    enter(newConnection) {
      connection = newConnection;
      return new Promise((resolve, reject) => {
        resolveEntering = resolve;
        rejectEntering = reject;
        const presence = $pres({to: `${address}/${nick}`})
          .c('x', {xmlns: NS.muc})
          .c('history', {maxchars: '0'})
          .up();
        if (token.key) presence.c('password').t(token.key).up();
        newConnection.send(
          presence
            .up()
            .c('connection', {xmlns: NS.connection, created: String(Date.now())})
            .t(token.data),
        );
        newConnection.keepAlive(() => {
          // on average one occupant per interval; the chance doubles, in case most of the listed occupants are gone
          if (occupants.size > 1 && Math.random() * occupants.size < 2 ** pingsSinceRollCall++) callRoll(newConnection);
          return ping(newConnection);
        });
      });
    },
    async remove(connectionId) {
      if (connectionId === nick && isModerator) {
        // a server may reject removing a moderator
        connection?.send(leavePresence('removed'));
        handleRemoved('forceDisconnected');
        return;
      }
      const query = $iq({to: address, type: 'set'})
        .c('query', {xmlns: NS.mucAdmin})
        .c('item', {nick: connectionId, role: 'none'});
      try {
        await connection?.ask(query);
      } catch (error) {
        throw removeError(error as XmppError);
      }
    },
  };

  /**
   * Sends an empty message to all occupants. The room removes those to whom it cannot be delivered (XEP-0045, status code 333).
   * Otherwise the occupants of a cluster's dead node would stay listed, since no error is returned for a presence.
   */
  function callRoll(through: XmppConnection): void {
    pingsSinceRollCall = 0;
    through.send(
      $msg({to: address, type: 'groupchat', id: randomId()})
        .c('roll', {xmlns: NS.connection})
        .up()
        .c('no-store', {xmlns: NS.hints}),
    );
  }

  /** Checks that this client is still in the room (XEP-0410). Any other response proves that the server is up. */
  async function ping(through: XmppConnection): Promise<void> {
    try {
      await through.ask($iq({to: `${address}/${nick}`, type: 'get'}).c('ping', {xmlns: NS.ping}));
    } catch (reason) {
      const error = reason as XmppError;
      if (error.kind !== 'stanza' || error.condition === 'not-acceptable') throw error;
    }
  }
}
