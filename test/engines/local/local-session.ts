import {sessionPrefix} from '../../../src/engines/local/local-locks.js';
import type {SessionConfig} from '../../../src/session/session-config.js';

/** The configuration of a session in which nobody is. */
export function newSession(token = ''): SessionConfig {
  return {engine: 'local', apiKey: '', applicationId: '', sessionId: crypto.randomUUID(), token};
}

/** The names of a session's locks, held or waited for. */
export async function locksOf({sessionId}: SessionConfig): Promise<string[]> {
  const {held = [], pending = []} = await navigator.locks.query();
  const prefix = sessionPrefix(sessionId);
  return [...held, ...pending].map(({name}) => String(name)).filter((name) => name.startsWith(prefix));
}
