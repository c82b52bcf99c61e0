import {fromVendor} from './opentok-errors.js';
import type {VendorError, VendorEvent, VendorSession} from './vendor-sdk.js';

/** The vendor's `disconnect()` may never be done; after this, in milliseconds, it is held to be. */
const LONGEST_GOODBYE = 3_000;

/** The sessions that are being left. To connect one before that is done would end the new connection, too. */
const goodbyes = new WeakMap<VendorSession, Promise<unknown>>();

/** Those of which an attempt failed or was given up: its sockets go on, and would end a later connection without a word. */
const spent = new WeakSet<VendorSession>();

/** Whether a session is not to be connected again, but to be replaced by another one. */
export function isSpent(session: VendorSession): boolean {
  return spent.has(session);
}

/** Whether somebody, not only we, has connected this session. */
export function isConnected(session: VendorSession): boolean {
  return session.isConnected ? session.isConnected() : Boolean(session.connection);
}

/**
 * Connects a session, unless the page did or is about to, and then leaves it when the signal is aborted.
 *
 * @param over aborted when the session ended by itself, so that there is nothing to leave
 * @throws {SessionError} what the vendor says
 */
export async function connect(
  session: VendorSession,
  token: string,
  signal: AbortSignal,
  over: AbortSignal,
): Promise<void> {
  // one that the page is leaving is waited for, too
  await (goodbyes.get(session) ?? (session.currentState === 'disconnecting' && leave(session, [])));
  signal.throwIfAborted();
  if (isConnected(session)) return;
  const joining = new AbortController();
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
      const joined = () => {
        resolve();
      };
      // The vendor calls back whoever called connect() first, which may have been the page, and nobody if a listener of the
      // page's throws at sessionConnected.
      const handlers = {sessionConnected: joined, connectionCreated: joined, sessionConnectFailed: reject};
      listen(session, handlers, joining.signal);
      // the SDK gave it up when the page was put away, and says nothing
      const restored = ({persisted}: PageTransitionEvent) => {
        if (persisted) reject(new DOMException('The page was put away.', 'AbortError'));
      };
      addEventListener('pageshow', restored, {signal: joining.signal});
      if (session.currentState === 'connecting') return;
      let answered = false;
      const answer = new Promise<void>((done) => {
        session.connect(token, (error) => {
          answered = true;
          done();
          if (!error) {
            resolve();
            return;
          }
          spent.add(session);
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it is the vendor's
          reject(error);
        });
      });
      signal.addEventListener(
        'abort',
        () => {
          if (!answered) spent.add(session);
          goodbyes.set(session, leave(session, answered ? [] : [answer]));
        },
        {signal: over},
      );
    });
  } catch (error) {
    signal.throwIfAborted();
    throw fromVendor(error as VendorError);
  } finally {
    joining.abort();
  }
}

/** Resolves when the session can be connected again: the vendor says so by its promise, or, while joining, by the answer. */
async function leave(session: VendorSession, signs: Promise<unknown>[]): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise((resolve) => (timer = setTimeout(resolve, LONGEST_GOODBYE)));
  await Promise.race([session.disconnect(), limit, ...signs]);
  clearTimeout(timer);
}

/** Adds listeners until the signal is aborted; never a bare `off()`, since the session may have other users. */
export function listen(
  session: VendorSession,
  handlers: Record<string, (event: VendorEvent) => void>,
  signal: AbortSignal,
): void {
  for (const [type, handler] of Object.entries(handlers)) {
    session.on(type, handler);
    signal.addEventListener('abort', () => {
      session.off(type, handler);
    });
  }
}
