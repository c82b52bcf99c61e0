import type {DisconnectReason} from '../engine.js';
import {Connection} from '../../values/connection.js';
import {type XmppError, readError} from './xmpp-errors.js';
import {childOf, childrenOf} from './xmpp-elements.js';
import {NS} from './xmpp-namespaces.js';
import {MAX_DATA_LENGTH} from './xmpp-token.js';

/** The most characters that a nick has (RFC 7622, section 3.4). */
const MAX_NICK_LENGTH = 1023;
/** The last moment that a Date can be. */
const LAST_MOMENT = 8.64e15;

/** What a room says of one occupant: that it is there, that it is gone, or that it cannot be. */
export interface RoomPresence {
  readonly type: 'here' | 'gone' | 'refused';
  readonly nick: string;
  /** Whether it is about ourselves: the room's word, not the nick's. */
  readonly isOurs: boolean;
  /** Whether the occupant may remove others: the server's word. */
  readonly isModerator: boolean;
  /** The description, as far as the server lets it be the occupant's own: see `readConnection()`. */
  readonly connection: Connection;
  /** Why the occupant is gone. */
  readonly reason: DisconnectReason;
  /** Why we were not let in. */
  readonly error: XmppError;
}

/** Reads a presence of a room's occupant; undefined when it is nothing of this room, or nothing that we know. */
export function readPresence(stanza: Element, room: string): RoomPresence | undefined {
  const from = stanza.getAttribute('from') ?? '';
  const slash = from.indexOf('/');
  // what comes from the room itself is about the room
  const nick = slash < 0 ? '' : from.slice(slash + 1);
  const address = slash < 0 ? from : from.slice(0, slash);
  const type = TYPES.get(stanza.getAttribute('type'));
  if (!type || address !== room || nick.length > MAX_NICK_LENGTH || (!nick && type !== 'refused')) return undefined;
  const about = childOf(stanza, 'x', NS.mucUser);
  const codes = new Set(
    childrenOf(about).map((child) => (child.localName === 'status' ? child.getAttribute('code') : null)),
  );
  return {
    type,
    nick,
    isOurs: codes.has('110'),
    isModerator: childOf(about, 'item', NS.mucUser)?.getAttribute('role') === 'moderator',
    get connection() {
      return readConnection(stanza, nick);
    },
    get reason() {
      if (codes.has('303')) return 'clientDisconnected'; // goes on as somebody else
      if (codes.has('332')) return 'serverRotation';
      // removed since it could not be reached; Prosody calls that a kick as well
      if (codes.has('333')) return 'networkDisconnected';
      const isRemoved = ['301', '307', '321', '322'].some((code) => codes.has(code));
      if (isRemoved || childOf(about, 'destroy', NS.mucUser)) return 'forceDisconnected';
      // what the occupant says itself, and of nobody but itself
      if (childOf(stanza, 'left', NS.connection)) return 'clientDisconnected';
      return childOf(stanza, 'removed', NS.connection) ? 'forceDisconnected' : 'networkDisconnected';
    },
    get error() {
      return readError('stanza', stanza);
    },
  };
}

const TYPES: ReadonlyMap<string | null, RoomPresence['type']> = new Map([
  [null, 'here'],
  ['unavailable', 'gone'],
  ['error', 'refused'],
]);

/**
 * An occupant as a connection. The id is the nick, which the server keeps unique as long as the occupant is there.
 *
 * `creationTime` and `data` are the server's word only where it runs the plugin for that (Prosody with the one of this
 * package); else they are what the occupant says of itself, and what is no number, or too long, is as if it were not said.
 */
function readConnection(stanza: Element, nick: string): Connection {
  const said = childOf(stanza, 'connection', NS.connection);
  const created = Number(said?.getAttribute('created') ?? NaN);
  const data = said?.textContent ?? '';
  return new Connection(
    nick,
    created > 0 && created <= LAST_MOMENT ? Math.trunc(created) : Date.now(),
    data.length > MAX_DATA_LENGTH ? '' : data,
  );
}
