import {startTimer} from '../../scheduling/timer.js';
import {SessionError} from '../../values/session-error.js';
import {fromVendor} from './opentok-errors.js';
import {checkRegularly, isConnected, listen, listsNobodyElse} from '../vendor-session.js';
import {leaving} from './opentok-session.js';
import type {VendorError, VendorSession} from './vendor-sdk.js';

/** The SDK tries for half a minute to resume a connection; after this, in milliseconds, it has given up. */
const RESUME_TIME_LIMIT = 35_000;

/**
 * Resolves when a session is connected: by this, or by the page if it has called `connect()` already.
 *
 * @returns whether the session turned out to have been made with `connectionEventsSuppressed`
 * @throws {SessionError} what the vendor says
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
      // The vendor calls back only whoever called connect() first, which may be the page, and nobody if a listener of the
      // page's throws at sessionConnected.
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
          reject(new SessionError('connect-failed', 'OpenTok: the session was given up before it was connected.'));
        }
      }, joining.signal);
      // the SDK gives up joining when the page is hidden for good, and says nothing
      whenRestored(() => {
        reject(
          new SessionError('connect-failed', 'OpenTok: the page was put into the back/forward cache while joining.'),
        );
      }, joining.signal);
      if (session.currentState === 'connecting') return;
      session.connect(token, (error) => {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it is the vendor's
        if (error) reject(error);
        else resolve();
      });
    });
    // a listener of the page's may have kept the announcements from us
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
 * Disconnects a session when the signal is aborted, or the page goes: of itself, the SDK does the latter only once, and not for
 * a page that has been in the back/forward cache.
 *
 * @param ended aborted when there is nothing to disconnect any more
 * @returns disconnects it now
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
  const pageGone = () => {
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
  addEventListener('pagehide', pageGone, {signal: lifetime.signal});
  whenRestored(pageGone, lifetime.signal);
  signal.addEventListener('abort', leave, {signal: lifetime.signal});
  ended.addEventListener('abort', end);
  return leave;
}

/**
 * Without its socket, a session cannot tell the platform that it leaves. If it is disconnected in that state all the same, a
 * socket that the SDK is just opening may stay open and keep the connection in the session.
 */
function disconnectWhenResumed(session: VendorSession): void {
  const waiting = new AbortController();
  const end = () => {
    leaving.delete(session);
    waiting.abort();
  };
  leaving.add(session);
  const resumed = () => {
    end();
    disconnect(session);
  };
  listen(session, {sessionReconnected: resumed, sessionDisconnected: end}, waiting.signal);
  // the SDK has left with the page, and dispatched nothing
  whenRestored(() => {
    if (!isConnected(session)) end();
  }, waiting.signal);
  // a listener of the page's may keep the events from us
  startTimer(RESUME_TIME_LIMIT, waiting.signal, resumed);
}

/** The vendor's promise may never settle, and is rejected in a `sessionReconnecting` listener; nothing depends on it. */
function disconnect(session: VendorSession): void {
  void Promise.resolve(session.disconnect()).catch(() => undefined);
}

/** Calls back when the page is restored from the back/forward cache. */
export function whenRestored(callback: () => void, signal: AbortSignal): void {
  addEventListener(
    'pageshow',
    ({persisted}) => {
      if (persisted) callback();
    },
    {signal},
  );
}
