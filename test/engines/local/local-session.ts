import {sessionPrefix} from '../../../src/engines/local/local-locks.js';
import type {SessionConfig} from '../../../src/values/session-config.js';
import {EMPTY_CONFIG} from '../../empty-config.js';

/** The configuration of a session in which nobody is. */
export function newSession(token = ''): SessionConfig {
  return {...EMPTY_CONFIG, engine: 'local', sessionId: crypto.randomUUID(), token};
}

/** The locks of all sessions: first those held, then those waited for, in line. */
async function allLocks(): Promise<LockInfo[]> {
  const {held = [], pending = []} = await navigator.locks.query();
  return [...held, ...pending];
}

/** The names of a session's locks, held or waited for. */
export async function locksOf({sessionId}: SessionConfig): Promise<string[]> {
  const prefix = sessionPrefix(sessionId);
  return (await allLocks()).map(({name}) => String(name)).filter((name) => name.startsWith(prefix));
}

/** The `clientId` of whoever holds the lock, and of those who wait for it. */
export async function lineFor(lock: string): Promise<unknown[]> {
  return (await allLocks()).filter(({name}) => name === lock).map(({clientId}) => clientId);
}
