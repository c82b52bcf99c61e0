import type {DisconnectReason} from '../engine.js';
import {Connection} from '../../values/connection.js';
import {type XmppError, readError} from './xmpp-errors.js';
import {childOf, childrenOf} from './xmpp-elements.js';
import {NS} from './xmpp-namespaces.js';
import {MAX_DATA_LENGTH} from './xmpp-token.js';

/** The maximum length of a nickname (RFC 7622, section 3.4). */
const MAX_NICK_LENGTH = 1023;
/** The maximum time value of a Date, in milliseconds. */
const MAX_TIME = 8.64e15;

/** A presence of a room's occupant (XEP-0045, section 7). */
export interface RoomPresence {
  /** From the stanza's `type`: the occupant has entered or has changed, has left, or was not allowed to enter. */
  readonly type: 'available' | 'unavailable' | 'error';
  readonly nick: string;
  /** Whether it is about this client, according to the room (XEP-0045, status code 110). */
  readonly isOurs: boolean;
  /** Whether the occupant may remove others, according to the server. */
  readonly isModerator: boolean;
  /** The occupant as a connection: see `readOccupant()`. */
  readonly connection: Connection;
  /** Why the occupant has left. */
  readonly reason: DisconnectReason;
  /** Why this client was not allowed to enter. */
  readonly error: XmppError;
}

/** Reads the presence of an occupant; undefined if it is not of this room, or of an unknown type. */
export function readPresence(stanza: Element, room: string): RoomPresence | undefined {
  const from = stanza.getAttribute('from') ?? '';
  const slash = from.indexOf('/');
  // a presence from the room itself has no nickname
  const nick = slash < 0 ? '' : from.slice(slash + 1);
  const address = slash < 0 ? from : from.slice(0, slash);
  const type = TYPES.get(stanza.getAttribute('type'));
  if (!type || address !== room || nick.length > MAX_NICK_LENGTH || (!nick && type !== 'error')) return undefined;
  const user = childOf(stanza, 'x', NS.mucUser);
  const codes = new Set(
    childrenOf(user).map((child) => (child.localName === 'status' ? child.getAttribute('code') : null)),
  );
  return {
    type,
    nick,
    isOurs: codes.has('110'),
    isModerator: childOf(user, 'item', NS.mucUser)?.getAttribute('role') === 'moderator',
    get connection() {
      return readOccupant(stanza, nick);
    },
    get reason() {
      if (codes.has('303')) return 'clientDisconnected'; // the occupant has changed its nickname
      if (codes.has('332')) return 'serverRotation';
      // removed because it could not be reached; Prosody also sends the code of a kick
      if (codes.has('333')) return 'networkDisconnected';
      const isRemoved = ['301', '307', '321', '322'].some((code) => codes.has(code));
      if (isRemoved || childOf(user, 'destroy', NS.mucUser)) return 'forceDisconnected';
      // marks that the occupant itself has sent
      if (childOf(stanza, 'left', NS.connection)) return 'clientDisconnected';
      return childOf(stanza, 'removed', NS.connection) ? 'forceDisconnected' : 'networkDisconnected';
    },
    get error() {
      return readError('stanza', stanza);
    },
  };
}

const TYPES: ReadonlyMap<string | null, RoomPresence['type']> = new Map([
  [null, 'available'],
  ['unavailable', 'unavailable'],
  ['error', 'error'],
]);

/**
 * Reads an occupant as a connection. The id is the nickname, which the server keeps unique among the occupants.
 *
 * `creationTime` and `data` come from the server only if it runs this package's plugin (Prosody). Otherwise they come from the
 * occupant, and invalid values are ignored.
 */
function readOccupant(stanza: Element, nick: string): Connection {
  const description = childOf(stanza, 'connection', NS.connection);
  const created = Number(description?.getAttribute('created') ?? NaN);
  const data = description?.textContent ?? '';
  return new Connection(
    nick,
    created > 0 && created <= MAX_TIME ? Math.trunc(created) : Date.now(),
    data.length > MAX_DATA_LENGTH ? '' : data,
  );
}
