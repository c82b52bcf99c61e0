// What the opentok engine and the model, which adopts a page's own session, both do with a session of the vendor's. Outside of the
// engine's folder, since none of that is loaded before a session connects.
import type {VendorEvent, VendorSession} from './opentok/vendor-sdk.js';

/** How often the state of a session is checked, in milliseconds: a listener of the page's that throws may keep an event from us. */
const CHECK_INTERVAL = 5_000;

/** Whether somebody, not only we, has connected this session. */
export function isConnected(session: VendorSession): boolean {
  return session.isConnected ? session.isConnected() : Boolean(session.connection);
}

/** Adds listeners until the signal is aborted; never a bare `off()`, since the session may have other users. */
export function listen(
  session: VendorSession,
  handlers: Record<string, (event: VendorEvent) => void>,
  signal: AbortSignal,
): void {
  for (const [type, handler] of Object.entries(handlers)) {
    const listener = (event: VendorEvent) => {
      // a listener that is removed during a dispatch is still called
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
 * Whether a session's list has nobody but the client itself and those who publish, whom the SDK adds silently. If nobody was
 * announced either when the session was connected, it was made with the option `connectionEventsSuppressed`.
 */
export function listsNobodyElse({
  connection,
  connections,
  streams,
}: Pick<VendorSession, 'connection' | 'connections' | 'streams'>): boolean {
  if (!connections) return false;
  const silent = new Set([connection?.connectionId]);
  streams?.forEach((stream) => silent.add(stream.connection.connectionId));
  let others = 0;
  connections.forEach(({connectionId}) => {
    if (!silent.has(connectionId)) others++;
  });
  return others === 0;
}
