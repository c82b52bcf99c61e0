import {Connection} from '../../values/connection.js';
import type {EngineObserver} from '../engine.js';
import {whenRestored} from '../../scheduling/when-restored.js';
import {checkRegularly, isConnected, listen} from '../vendor-session.js';
import type {VendorConnection, VendorEvent, VendorSession} from './vendor-sdk.js';

/** A session whose events are relayed. */
export interface RelayedSession {
  readonly session: VendorSession;
  /** Whether the session has the option `connectionEventsSuppressed`. */
  readonly isSuppressed: boolean;
  /** Whether this engine has connected the session, and so disconnects it on `pagehide`. */
  readonly isOurs: boolean;
}

/**
 * Notifies an observer of the connections in a connected session of the vendor's, and of its events.
 *
 * A listener of the page that throws may prevent events, but does not affect the SDK's list of connections. So where the
 * connections that are known here differ from that list, the list is right.
 *
 * @param ended aborted by this function when the session has ended by itself
 * @returns the known connections, by id; live
 */
export function relayEvents(
  {session, isSuppressed, isOurs}: RelayedSession,
  observer: EngineObserver,
  signal: AbortSignal,
  ended: AbortController,
): ReadonlyMap<string, VendorConnection> {
  const own = session.connection;
  if (!own) throw new TypeError('The SDK is connected and has no connection.');
  const ownId = own.connectionId;
  const hasRoster = !isSuppressed && session.connections !== undefined;
  /** How many connections of the platform itself are in the SDK's list. */
  let platformConnections = 0;

  function listConnections(): Map<string, VendorConnection> {
    const list = new Map<string, VendorConnection>();
    platformConnections = 0;
    session.connections?.forEach((connection) => {
      if (isOfPlatform(connection)) platformConnections++;
      else list.set(connection.connectionId, connection);
    });
    return list;
  }

  const known = hasRoster ? listConnections() : new Map<string, VendorConnection>();
  if (!known.has(ownId)) known.set(ownId, own);

  function handleCreated(connection: VendorConnection): void {
    if (known.has(connection.connectionId)) return;
    known.set(connection.connectionId, connection);
    observer.connectionCreated(toConnection(connection));
  }

  function handleDestroyed(connection: VendorConnection, reason: string): void {
    const {connectionId} = connection;
    if (connectionId !== ownId && known.delete(connectionId))
      observer.connectionDestroyed(toConnection(connection), reason);
  }

  function reconcile(): void {
    if (!hasRoster) return;
    const list = listConnections();
    for (const [id, connection] of [...known]) {
      if (!list.has(id)) handleDestroyed(connection, reasonOf(connection));
    }
    list.forEach(handleCreated);
  }

  /** Cheap enough to be called on every event. */
  function reconcileIfSizesDiffer(): void {
    if (hasRoster && session.connections.length() !== known.size + platformConnections) reconcile();
  }

  let isPageHidden = false;
  const lifetime = new AbortController();
  for (const end of [signal, ended.signal]) {
    end.addEventListener('abort', () => {
      lifetime.abort();
    });
  }

  function end(reason: string): void {
    ended.abort();
    observer.disconnected(reason);
  }

  /** Whether the connection is still the same: after `disconnect(); connect()`, the SDK may not dispatch `sessionDisconnected`. */
  const isStillConnected = () => isConnected(session) && session.connection?.connectionId === ownId;

  listen(
    session,
    {
      ...(!isSuppressed && {
        connectionCreated: ({connection}: VendorEvent) => {
          if (connection && !isOfPlatform(connection)) handleCreated(connection);
          reconcileIfSizesDiffer();
        },
        connectionDestroyed: ({connection, reason = 'clientDisconnected'}: VendorEvent) => {
          if (connection) handleDestroyed(connection, reason);
          reconcileIfSizesDiffer();
        },
        migrated: reconcile,
      }),
      sessionConnected: () => {
        if (!isStillConnected()) end('networkDisconnected');
      },
      sessionReconnecting: () => {
        observer.reconnecting();
      },
      sessionReconnected: () => {
        observer.reconnected();
        reconcile();
      },
      sessionDisconnected: ({reason = 'networkDisconnected'}: VendorEvent) => {
        // on pagehide, the end is reported when the page is restored
        if (!isPageHidden) end(reason);
      },
    },
    lifetime.signal,
  );

  let wasConnected = true;
  checkRegularly(() => {
    const isNow = isStillConnected();
    // in two checks, since the event may be about to be dispatched
    if (!isNow && !wasConnected) end(reasonOf(own));
    else if (isNow) reconcile();
    wasConnected = isNow;
  }, lifetime.signal);

  addEventListener(
    'pagehide',
    () => {
      isPageHidden = true;
    },
    {signal: lifetime.signal},
  );
  whenRestored(() => {
    isPageHidden = false;
    // a session that the page has connected may not have been disconnected by the SDK
    if (isOurs || !isStillConnected()) end('networkDisconnected');
    else reconcile();
  }, lifetime);

  const roster = new Map([...known].map(([id, connection]) => [id, toConnection(connection)]));
  observer.connected(roster.get(ownId) ?? toConnection(own), hasRoster ? [...roster.values()] : null);
  return known;
}

/** Whether a connection belongs to the platform itself. The SDK dispatches no events for these. */
function isOfPlatform({connectionId}: VendorConnection): boolean {
  return connectionId.startsWith('symphony.');
}

/** Why a connection has ended for which no event was dispatched. */
function reasonOf(connection: VendorConnection): string {
  // as the SDK does for its events
  return connection.destroyedReason?.()?.replace('networkTimedout', 'networkDisconnected') ?? 'networkDisconnected';
}

function toConnection({connectionId, creationTime, data}: VendorConnection): Connection {
  return new Connection(connectionId, creationTime ?? 0, typeof data === 'string' ? data : '');
}
