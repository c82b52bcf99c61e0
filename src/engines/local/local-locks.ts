import type {Connection} from '../../values/connection.js';
import {SessionError} from '../../values/session-error.js';
import {readConnection} from './local-messages.js';

// The held locks are the roster. As long as it is a member, a member holds
//   <prefix><connectionId>:0:<text>     its membership, and
//   <prefix><connectionId>:1:<text> …   the rest of the text if it is too long for one name, acquired before the first;
// the text is its creation time and data as JSON. The leader holds
//   <prefix>leader
// and has requested the first lock of every other member; all other members have requested the leader's lock.

/** WebKit rejects names of more than 1024 characters. */
const MAX_NAME_LENGTH = 1000;

/**
 * The prefix of the names of a session's locks, which is also the name of its channel. It contains the version of the protocol,
 * so that incompatible members are in separate sessions, and the length of the id, so that no session's prefix starts with
 * another one's.
 *
 * @throws {SessionError} `invalid-session`
 */
export function sessionPrefix(sessionId: string): string {
  // Chromium replaces lone surrogates in a name
  if (!sessionId || sessionId.length > 256 || /\p{Surrogate}/u.test(sessionId))
    throw new SessionError('invalid-session', '<ot-session engine="local">: session-id must have 1 to 256 characters.');
  return `ot-local-1:${sessionId.length}:${sessionId}:`;
}

/** The name of the lock that the leader of a session holds. */
export function leaderLock(prefix: string): string {
  return `${prefix}leader`;
}

/** The names of a member's locks: the one that is its membership, and those with the rest of its text. */
export function memberLocks(prefix: string, {connectionId, creationTime, data}: Connection): [string, ...string[]] {
  // ASCII only, so that no surrogate pair is split
  const text = JSON.stringify([creationTime, data]).replace(
    /[^ -~]/g,
    (character) => '\\u' + character.charCodeAt(0).toString(16).padStart(4, '0'),
  );
  const space = MAX_NAME_LENGTH - prefix.length - connectionId.length - 5;
  const name = (index: number) => `${prefix}${connectionId}:${index}:${text.slice(index * space, (index + 1) * space)}`;
  const rest = Array.from({length: Math.ceil(text.length / space) - 1}, (_, index) => name(index + 1));
  return [name(0), ...rest];
}

/** Queries the locks, and returns the connections that hold all locks of a member, by id. */
export async function heldConnections(prefix: string): Promise<Map<string, Connection>> {
  const texts = new Map<string, (string | undefined)[]>();
  for (const {name, mode} of (await navigator.locks.query()).held ?? []) {
    // a shared lock is the leader's, which is granted when a member has released its own
    if (mode !== 'exclusive' || !name?.startsWith(prefix)) continue;
    const [, id, index, text] = /^([^:]+):(\d\d?):(.*)$/.exec(name.slice(prefix.length)) ?? [];
    if (id === undefined || text === undefined) continue;
    const pieces = texts.get(id) ?? [];
    pieces[Number(index)] = text;
    texts.set(id, pieces);
  }
  const connections = new Map<string, Connection>();
  for (const [id, pieces] of texts) {
    // a member that is joining or leaving may not hold all of its locks
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
    return undefined; // the last piece is missing, or this is not a member's lock
  }
}
