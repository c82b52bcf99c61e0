import {Connection} from '../../values/connection.js';
import {SessionError} from '../../values/session-error.js';
import type {Engine} from '../engine.js';
import {sessionPrefix} from './local-locks.js';
import {createMember} from './local-member.js';
import {refusedBy, whyUnsupported} from './local-support.js';
import {DEFAULT_TIMINGS, type LocalTimings} from './local-timings.js';
import {readToken} from './local-token.js';

/** Makes a local engine; other timings than the usual ones are for tests. */
export function createLocalEngine(timings: Partial<LocalTimings> = {}): Engine {
  return async ({sessionId, token}, observer, signal) => {
    signal.throwIfAborted();
    const unsupported = whyUnsupported();
    if (unsupported) throw unsupported;
    const prefix = sessionPrefix(sessionId);
    const {role, data} = readToken(token);

    try {
      const own = new Connection(crypto.randomUUID(), Date.now(), data);
      const member = createMember(prefix, own, observer, {...DEFAULT_TIMINGS, ...timings}, signal);
      signal.addEventListener('abort', member.leave, {signal: member.life});
      await member.join().catch((error: unknown) => {
        member.leave();
        throw error;
      });
      signal.throwIfAborted();

      const moderator = role === 'moderator';
      return {
        capabilities: {forceDisconnect: moderator ? 1 : 0},
        async forceDisconnect({connectionId}) {
          if (!moderator)
            throw new SessionError('permission-denied', 'Only a moderator may do this: token="role=moderator".');
          await member.remove(connectionId);
        },
      };
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof SessionError ? error : refusedBy(error);
    }
  };
}

/**
 * The engine without a server: a session is joined by the tabs, frames and workers of one origin, in one browser.
 *
 * Nothing here is secret or proven: every script of the origin can see the connections' data and can claim any role.
 */
export const localEngine: Engine = createLocalEngine();

export default localEngine;
