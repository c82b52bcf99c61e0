import type {Connection} from '../../values/connection.js';
import {SessionError} from '../../values/session-error.js';
import {readConnection} from './local-messages.js';

// The browser's locks are the roster. A member holds, as long as it is one,
//   <session>:<connectionId>:0:<text>     its membership, and
//   <session>:<connectionId>:1:<text> …   the rest of the text where that is too long for one name, held before the first;
// the text being its creation time and data. The leader holds
//   <session>:leader
// in which all the others wait, and waits in everybody's first lock.

/** WebKit refuses names of more than 1024 characters. */
const LONGEST_NAME = 1000;

/**
 * What the names of a session's locks start with, and its channel is called. It tells the version of the protocol, so that
 * members who would not understand each other are in separate sessions, and the id's length, so that no id reads as another
 * one and what follows it.
 *
 * @throws {SessionError} `invalid-session`
 */
export function sessionPrefix(sessionId: string): string {
  // Chromium changes halves of surrogate pairs in a name
  if (!sessionId || sessionId.length > 256 || /\p{Surrogate}/u.test(sessionId))
    throw new SessionError('invalid-session', 'A session id of the local engine is a text of 1 to 256 characters.');
  return `ot-local-1:${sessionId.length}:${sessionId}:`;
}

/** The lock that the leader of the session holds. */
export function leaderLock(prefix: string): string {
  return `${prefix}leader`;
}

/** The lock that is a connection's membership, and those with the rest of its text. */
export function memberLocks(prefix: string, {connectionId, creationTime, data}: Connection): [string, ...string[]] {
  // ASCII, so that no cut goes through a surrogate pair
  const text = JSON.stringify([creationTime, data]).replace(
    /[^ -~]/g,
    (character) => '\\u' + character.charCodeAt(0).toString(16).padStart(4, '0'),
  );
  const room = LONGEST_NAME - prefix.length - connectionId.length - 5;
  const name = (index: number) => `${prefix}${connectionId}:${index}:${text.slice(index * room, (index + 1) * room)}`;
  const rest = Array.from({length: Math.ceil(text.length / room) - 1}, (_, index) => name(index + 1));
  return [name(0), ...rest];
}

/** Everyone who holds the locks of a member now. */
export async function heldConnections(prefix: string): Promise<Map<string, Connection>> {
  const texts = new Map<string, (string | undefined)[]>();
  for (const {name, mode} of (await navigator.locks.query()).held ?? []) {
    // a shared one is the leader's, in the moment when a member is gone
    if (mode !== 'exclusive' || !name?.startsWith(prefix)) continue;
    const [, id, index, text] = /^([^:]+):(\d\d?):(.*)$/.exec(name.slice(prefix.length)) ?? [];
    if (id === undefined || text === undefined) continue;
    const pieces = texts.get(id) ?? [];
    pieces[Number(index)] = text;
    texts.set(id, pieces);
  }
  const connections = new Map<string, Connection>();
  for (const [id, pieces] of texts) {
    // whoever is just coming or going does not hold all of its locks
    const connection = pieces.includes(undefined) ? undefined : parse(id, pieces.join(''));
    if (connection) connections.set(id, connection);
  }
  return connections;
}

function parse(id: string, text: string): Connection | undefined {
  try {
    const [creationTime, data] = JSON.parse(text) as unknown[];
    return readConnection({connectionId: id, creationTime, data});
  } catch {
    return undefined; // the last piece is missing, or it is no member's lock
  }
}
