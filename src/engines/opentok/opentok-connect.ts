import {startTimer} from '../../scheduling/timer.js';
import {whenRestored} from '../../scheduling/when-restored.js';
import {SessionError} from '../../values/session-error.js';
import {fromVendor} from './opentok-errors.js';
import {checkRegularly, isConnected, listen, listsNobodyElse} from '../vendor-session.js';
import {leavingSessions} from './opentok-session.js';
import type {VendorError, VendorSession} from './vendor-sdk.js';

/** The time after which the SDK, which tries to resume a connection for 30 s, has given up, in milliseconds. */
const RESUME_TIME_LIMIT = 35_000;

/**
 * Connects a session, unless the page has already called its `connect()`. Resolves when it is connected.
 *
 * @returns whether the session was found to have the option `connectionEventsSuppressed`
 * @throws {SessionError} the vendor's error, or `connect-failed`
 * @throws the signal's reason if it is aborted
 */
export async function connect(session: VendorSession, token: string, signal: AbortSignal): Promise<boolean> {
  const joining = new AbortController();
  let isAnnounced = false;
  try {
    await new Promise<void>((resolve, reject) => {
      const joined = () => {
        resolve();
      };
      signal.addEventListener(
        'abort',
        () => {
          reject(signal.reason as Error);
        },
        {signal: joining.signal},
      );
      // The SDK calls only the handler of the first connect(), which may be the page's, and no handler if a listener of the page
      // throws on sessionConnected.
      listen(
        session,
        {
          sessionConnected: joined,
          connectionCreated: () => {
            isAnnounced = true;
            resolve();
          },
          sessionConnectFailed: reject,
        },
        joining.signal,
      );
      checkRegularly(() => {
        if (isConnected(session)) resolve();
        else if (session.currentState === 'disconnected') {
          reject(new SessionError('connect-failed', 'OpenTok: the session was disconnected while joining.'));
        }
      }, joining.signal);
      // the SDK stops joining on pagehide, without an event
      whenRestored(() => {
        reject(
          new SessionError('connect-failed', 'OpenTok: the page was put into the back/forward cache while joining.'),
        );
      }, joining);
      if (session.currentState === 'connecting') return;
      session.connect(token, (error) => {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the vendor's error
        if (error) reject(error);
        else resolve();
      });
    });
    // a listener of the page that throws may have prevented the events
    const isOnlyListener = session.listenerCount?.('connectionCreated') === 1;
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- the listener sets it
    return !isAnnounced && isOnlyListener && listsNobodyElse(session);
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof SessionError ? error : fromVendor(error as VendorError);
  } finally {
    joining.abort();
  }
}

/**
 * Disconnects a session when the signal is aborted, and on `pagehide`, on which the SDK itself disconnects only once, and not
 * after the page was restored from the back/forward cache.
 *
 * @param ended aborted when the session has ended by itself
 * @returns a function that disconnects it immediately
 */
export function disconnectOnAbort(session: VendorSession, signal: AbortSignal, ended: AbortSignal): () => void {
  const lifetime = new AbortController();
  let isReconnecting = false;
  const end = () => {
    lifetime.abort();
  };
  const leave = () => {
    if (lifetime.signal.aborted) return;
    end();
    if (isReconnecting) disconnectWhenResumed(session);
    else disconnect(session);
  };
  const disconnectIfConnected = () => {
    if (isConnected(session)) disconnect(session);
  };
  listen(
    session,
    {
      sessionReconnecting: () => {
        isReconnecting = true;
      },
      sessionReconnected: () => {
        isReconnecting = false;
      },
    },
    lifetime.signal,
  );
  addEventListener('pagehide', disconnectIfConnected, {signal: lifetime.signal});
  whenRestored(disconnectIfConnected, lifetime);
  signal.addEventListener('abort', leave, {signal: lifetime.signal});
  ended.addEventListener('abort', end);
  return leave;
}

/**
 * Disconnects a session that is reconnecting. Without its socket, it could not notify the platform, and a socket that the SDK is
 * opening might stay open and keep the connection in the session.
 */
function disconnectWhenResumed(session: VendorSession): void {
  const waiting = new AbortController();
  const end = () => {
    leavingSessions.delete(session);
    waiting.abort();
  };
  leavingSessions.add(session);
  const resumed = () => {
    end();
    disconnect(session);
  };
  listen(session, {sessionReconnected: resumed, sessionDisconnected: end}, waiting.signal);
  // the SDK has disconnected with the page, without an event
  whenRestored(() => {
    if (!isConnected(session)) end();
  }, waiting);
  // a listener of the page that throws may prevent the events
  startTimer(RESUME_TIME_LIMIT, waiting.signal, resumed);
}

/** Disconnects. Ignores the vendor's promise, which may never settle, and is rejected in a `sessionReconnecting` listener. */
function disconnect(session: VendorSession): void {
  void Promise.resolve(session.disconnect()).catch(() => undefined);
}
