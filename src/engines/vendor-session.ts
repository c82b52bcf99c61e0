// Functions on sessions of the vendor's SDK, for the opentok engine and for the session model, which adopts a page's own session.
// Not in the engine's folder, none of which is loaded before a session connects.
import type {VendorEvent, VendorSession} from './opentok/vendor-sdk.js';

/**
 * The interval between checks of a session's state, in milliseconds: if a listener of the page throws, the SDK may not call the
 * listeners after it.
 */
const CHECK_INTERVAL = 5_000;

/** Whether a session is connected, by this package or by the page. */
export function isConnected(session: VendorSession): boolean {
  return session.isConnected ? session.isConnected() : Boolean(session.connection);
}

/** Adds listeners to a session, and removes them when the signal is aborted. */
export function listen(
  session: VendorSession,
  handlers: Record<string, (event: VendorEvent) => void>,
  signal: AbortSignal,
): void {
  for (const [type, handler] of Object.entries(handlers)) {
    const listener = (event: VendorEvent) => {
      // the SDK calls listeners that are removed during a dispatch
      if (!signal.aborted) handler(event);
    };
    session.on(type, listener);
    signal.addEventListener('abort', () => {
      session.off(type, listener);
    });
  }
}

/** Calls back every few seconds until the signal is aborted. */
export function checkRegularly(check: () => void, signal: AbortSignal): void {
  const timer = setInterval(check, CHECK_INTERVAL);
  signal.addEventListener('abort', () => {
    clearInterval(timer);
  });
}

/**
 * Whether a session's list contains only the client's own connection and those that publish, which the SDK adds without an event.
 * If no connection was announced either when the session connected, it has the option `connectionEventsSuppressed`.
 */
export function listsNobodyElse({
  connection,
  connections,
  streams,
}: Pick<VendorSession, 'connection' | 'connections' | 'streams'>): boolean {
  if (!connections) return false;
  const unannounced = new Set([connection?.connectionId]);
  streams?.forEach((stream) => unannounced.add(stream.connection.connectionId));
  let others = 0;
  connections.forEach(({connectionId}) => {
    if (!unannounced.has(connectionId)) others++;
  });
  return others === 0;
}
