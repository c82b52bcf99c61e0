import type {VendorSession} from './opentok/vendor-sdk.js';

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
