import {sessionPrefix} from '../../../src/engines/local/local-locks.js';
import type {SessionConfig} from '../../../src/values/session-config.js';
import {EMPTY_CONFIG} from '../../empty-config.js';

/** The configuration of an empty session. */
export function newSession(token = ''): SessionConfig {
  return {...EMPTY_CONFIG, engine: 'local', sessionId: crypto.randomUUID(), token};
}

/** The locks of all sessions: those held, then those pending, in order. */
async function allLocks(): Promise<LockInfo[]> {
  const {held = [], pending = []} = await navigator.locks.query();
  return [...held, ...pending];
}

/** The names of a session's locks, held or pending. */
export async function locksOf({sessionId}: SessionConfig): Promise<string[]> {
  const prefix = sessionPrefix(sessionId);
  return (await allLocks()).map(({name}) => String(name)).filter((name) => name.startsWith(prefix));
}

/** The `clientId` of the lock's holder, and of those waiting for it. */
export async function lineFor(lock: string): Promise<unknown[]> {
  return (await allLocks()).filter(({name}) => name === lock).map(({clientId}) => clientId);
}
