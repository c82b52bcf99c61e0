import {SessionError} from '../../values/session-error.js';
import type {DisconnectReason, Engine} from '../engine.js';
import {roomAddress, serviceAddress} from './xmpp-address.js';
import {type ConnectionObserver, type XmppConnection, keepConnection} from './xmpp-connection.js';
import {type XmppError, enteringFailed} from './xmpp-errors.js';
import {createOnlooker} from './xmpp-onlooker.js';
import {followPage, whenItStays} from './xmpp-page.js';
import {createRoom} from './xmpp-room.js';
import {openStream} from './xmpp-stream.js';
import {loadStrophe} from './xmpp-strophe.js';
import {DEFAULT_TIMINGS, type XmppTimings} from './xmpp-timings.js';
import {readToken} from './xmpp-token.js';

/** Makes an engine over XMPP; other timings than the usual ones are for tests. */
export function createXmppEngine(changed: Partial<XmppTimings> = {}): Engine {
  const timings = {...DEFAULT_TIMINGS, ...changed};

  return async (config, observer, signal) => {
    signal.throwIfAborted();
    const service = serviceAddress(config.service);
    const token = readToken(config.token);
    const address = roomAddress(config.sessionId, token.host);
    const strophe = await loadStrophe().catch((error: unknown) => {
      throw new SessionError('engine-load-failed', 'engine="xmpp": strophe.js could not be loaded.', error);
    });
    signal.throwIfAborted();

    /** Aborted when it is over, in whatever way, with the reason if that was before we were in the session. */
    const life = new AbortController();
    const over = life.signal;
    let connection: XmppConnection | undefined;
    const stay = config.options?.connectionEventsSuppressed
      ? createOnlooker(strophe, address, token, observer)
      : createRoom(strophe, address, token, observer, putOut);

    function putOut(reason: DisconnectReason): void {
      if (over.aborted) return;
      life.abort();
      connection?.close(undefined, false);
      observer.disconnected(reason);
    }

    function leave(reason: unknown, isUrgent: boolean): void {
      if (over.aborted) return;
      life.abort(reason);
      connection?.close(stay.goodbye, isUrgent);
    }

    const listener: ConnectionObserver = {
      received: stay.received,
      interrupted() {
        if (stay.isInside) observer.reconnecting();
        else leave(new SessionError('connect-failed', 'XMPP: the connection was interrupted while joining.'), false);
      },
      resumed: observer.reconnected.bind(observer),
      lost(error) {
        if (!stay.isInside) leave(enteringFailed(error), false);
        else putOut(error.condition === 'system-shutdown' ? 'serverRotation' : 'networkDisconnected');
      },
    };

    const left = () => {
      leave(signal.reason, false);
    };
    signal.addEventListener('abort', left, {signal: over});
    const pageGone = () => {
      const wasInside = stay.isInside;
      leave(new SessionError('connect-failed', 'XMPP: the page was put away while joining.'), true);
      return () => {
        if (wasInside) observer.disconnected('networkDisconnected');
      };
    };
    followPage(pageGone, timings.stay, over, signal);

    try {
      await Promise.race([whenItStays(timings.stay, over), aborted(over)]);
      const memory = new strophe.MemoryStorageBackend();
      const plan = {strophe, service, jid: token.jid, token: config.token, memory, goodbye: timings.goodbye};
      connection = await keepConnection((streamObserver) => openStream(plan, streamObserver), listener, timings, over);
      await Promise.race([stay.enter(connection), aborted(over)]);
      signal.throwIfAborted();
    } catch (error) {
      leave(error, false);
      signal.throwIfAborted();
      throw error instanceof SessionError ? error : enteringFailed(error as XmppError);
    }

    return {
      get capabilities() {
        return {forceDisconnect: stay.isModerator ? 1 : 0} as const;
      },
      async forceDisconnect({connectionId}) {
        if (over.aborted) throw new SessionError('not-connected', 'XMPP: the session is over.');
        await stay.remove(connectionId);
      },
    };
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
}

/**
 * The engine over XMPP, for servers of your own (ejabberd, Prosody): a session is a room (XEP-0045), and a connection is an
 * occupant of it.
 */
export const xmppEngine: Engine = createXmppEngine();

export default xmppEngine;
