import {Connection} from '../../values/connection.js';
import {SessionError} from '../../values/session-error.js';
import type {Engine} from '../engine.js';
import {sessionPrefix} from './local-locks.js';
import {LocalMember} from './local-member.js';
import {fromBrowser, whyUnsupported} from './local-support.js';
import {DEFAULT_TIMINGS, type LocalTimings} from './local-timings.js';
import {readLocalToken} from './local-token.js';

// The protocol, and the tests of its invariants: docs/engines/local-protocol.md

/**
 * Creates a local engine.
 *
 * @param timings replaces the default timings, for tests
 */
export function createLocalEngine(timings: Partial<LocalTimings> = {}): Engine {
  return async ({sessionId, token}, observer, signal) => {
    signal.throwIfAborted();
    const unsupported = whyUnsupported();
    if (unsupported) throw unsupported;
    const prefix = sessionPrefix(sessionId);
    const {role, data} = readLocalToken(token);

    try {
      const own = new Connection(crypto.randomUUID(), Date.now(), data);
      const member = new LocalMember(prefix, own, observer, {...DEFAULT_TIMINGS, ...timings}, signal);
      const leave = () => {
        member.leave();
      };
      signal.addEventListener('abort', leave, {signal: member.lifetime});
      await member.join().catch((error: unknown) => {
        leave();
        throw error;
      });
      signal.throwIfAborted();

      const isModerator = role === 'moderator';
      return {
        capabilities: {forceDisconnect: isModerator ? 1 : 0},
        async forceDisconnect({connectionId}) {
          if (!isModerator)
            throw new SessionError('permission-denied', 'forceDisconnect() needs a moderator: token="role=moderator".');
          await member.remove(connectionId);
        },
      };
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof SessionError ? error : fromBrowser(error);
    }
  };
}

/**
 * The engine without a server: tabs, frames, and workers of one origin in one browser join a session.
 *
 * It offers no security within the origin: every script there can read the connections' data and claim any role.
 *
 * Rejects with the `SessionError` codes `opaque-origin`, `insecure-context`, `unsupported-browser`, `storage-blocked`,
 * `invalid-session`, `authentication-failed` (the token's format), `permission-denied` (removed while joining), and
 * `connect-failed`.
 */
export const localEngine: Engine = createLocalEngine();

export default localEngine;
