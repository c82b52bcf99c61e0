import {rejectOnAbort} from '../../scheduling/reject-on-abort.js';
import {SessionError} from '../../values/session-error.js';
import type {DisconnectReason, Engine} from '../engine.js';
import {roomAddress, serviceAddress} from './xmpp-address.js';
import {type ConnectionObserver, type XmppConnection, keepConnection} from './xmpp-connection.js';
import {type XmppError, enterError} from './xmpp-errors.js';
import {observeUnload, whenNotUnloading} from './xmpp-page.js';
import {createRoomCounter} from './xmpp-room-counter.js';
import {createRoom} from './xmpp-room.js';
import {openStream} from './xmpp-stream.js';
import {loadStrophe} from './xmpp-strophe.js';
import {DEFAULT_TIMINGS, type XmppTimings} from './xmpp-timings.js';
import {readXmppToken} from './xmpp-token.js';

/**
 * Creates an engine over XMPP.
 *
 * @param changedTimings replaces the default timings, for tests
 */
export function createXmppEngine(changedTimings: Partial<XmppTimings> = {}): Engine {
  const timings = {...DEFAULT_TIMINGS, ...changedTimings};

  return async (config, observer, signal) => {
    signal.throwIfAborted();
    const service = serviceAddress(config.service);
    const token = readXmppToken(config.token);
    const address = roomAddress(config.sessionId, token.host);
    const strophe = await loadStrophe().catch((error: unknown) => {
      throw new SessionError(
        'engine-load-failed',
        '<ot-session engine="xmpp">: strophe.js could not be loaded.',
        error,
      );
    });
    signal.throwIfAborted();

    /** Aborted when the session ends; if that is while joining, with the reason. */
    const controller = new AbortController();
    const lifetime = controller.signal;
    let connection: XmppConnection | undefined;
    const client = config.options?.connectionEventsSuppressed
      ? createRoomCounter(strophe, address, token, observer)
      : createRoom(strophe, address, token, observer, end);

    function end(reason: DisconnectReason): void {
      if (lifetime.aborted) return;
      controller.abort();
      connection?.close(undefined, false);
      observer.disconnected(reason);
    }

    function leave(reason: unknown, isUrgent: boolean): void {
      if (lifetime.aborted) return;
      controller.abort(reason);
      connection?.close(client.goodbye, isUrgent);
    }

    const listener: ConnectionObserver = {
      received: client.received,
      interrupted() {
        if (client.isConnected) observer.reconnecting();
        else leave(new SessionError('connect-failed', 'XMPP: the connection was interrupted while joining.'), false);
      },
      resumed: observer.reconnected.bind(observer),
      lost(error) {
        if (!client.isConnected) leave(enterError(error), false);
        else end(error.condition === 'system-shutdown' ? 'serverRotation' : 'networkDisconnected');
      },
    };

    const handleAbort = () => {
      leave(signal.reason, false);
    };
    signal.addEventListener('abort', handleAbort, {signal: lifetime});
    const handleUnload = () => {
      const wasConnected = client.isConnected;
      leave(new SessionError('connect-failed', 'XMPP: the page was hidden or closed while joining.'), true);
      return () => {
        if (wasConnected) observer.disconnected('networkDisconnected');
      };
    };
    observeUnload(handleUnload, timings.unload, lifetime, signal);

    try {
      await Promise.race([whenNotUnloading(timings.unload, lifetime), rejectOnAbort(lifetime)]);
      const memory = new strophe.MemoryStorageBackend();
      const options = {strophe, service, jid: token.jid, token: config.token, memory, closeTimeout: timings.goodbye};
      connection = await keepConnection(
        (streamObserver) => openStream(options, streamObserver),
        listener,
        timings,
        lifetime,
      );
      await Promise.race([client.enter(connection), rejectOnAbort(lifetime)]);
      signal.throwIfAborted();
    } catch (error) {
      leave(error, false);
      signal.throwIfAborted();
      throw error instanceof SessionError ? error : enterError(error as XmppError);
    }

    return {
      get capabilities() {
        return {forceDisconnect: client.isModerator ? 1 : 0} as const;
      },
      async forceDisconnect({connectionId}) {
        if (lifetime.aborted)
          throw new SessionError('not-connected', 'XMPP: forceDisconnect() needs a connected session.');
        await client.remove(connectionId);
      },
    };
  };
}

/**
 * The engine over XMPP, for your own server (ejabberd, Prosody): a session is a room (XEP-0045), and each connection is an
 * occupant of it. It connects by WebSocket (RFC 7395) or BOSH (XEP-0206).
 *
 * Rejects with the `SessionError` codes `not-configured` (`service`), `authentication-failed` (the token), `invalid-session`,
 * `session-full`, `engine-load-failed`, and `connect-failed`. The `cause` of a server's error is an `XmppError`.
 */
export const xmppEngine: Engine = createXmppEngine();

export default xmppEngine;
