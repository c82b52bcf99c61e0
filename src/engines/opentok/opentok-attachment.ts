import {Connection} from '../../session/connection.js';
import type {EngineObserver} from '../engine.js';
import {isConnected, listen} from './opentok-connect.js';
import type {VendorConnection, VendorEvent, VendorSession} from './vendor-sdk.js';

/** How often, in milliseconds, it is looked whether a listener of the page's has kept something from us. */
const LOOK = 5_000;

/**
 * Tells an observer what happens in a connected session of the vendor's, beginning with who is there now.
 *
 * The vendor's own list is kept up by the SDK itself, whatever listeners do; its events may be kept from us by a listener of
 * the page's that throws. So whenever the two differ, the list is right.
 *
 * @param suppressed whether the platform tells nobody who is there
 * @param over to be aborted when the session ended by itself
 * @returns everyone we know of, by id
 */
export function attach(
  session: VendorSession,
  observer: EngineObserver,
  suppressed: boolean,
  signal: AbortSignal,
  over: AbortController,
): ReadonlyMap<string, VendorConnection> {
  const known = new Map<string, VendorConnection>();
  /** How many are in the vendor's list and not in ours: the platform's own machines. */
  let hidden = 0;

  function enter(connection: VendorConnection): Connection {
    const {connectionId, creationTime, data} = connection;
    known.set(connectionId, connection);
    return new Connection(connectionId, creationTime, data);
  }

  function came(connection: VendorConnection): void {
    if (!known.has(connection.connectionId)) observer.connectionCreated(enter(connection));
  }

  function left({connectionId, creationTime, data}: VendorConnection, reason: string): void {
    if (connectionId === own?.connectionId || !known.delete(connectionId)) return;
    observer.connectionDestroyed(new Connection(connectionId, creationTime, data), reason);
  }

  /** Calls back for everyone in the vendor's list, where there is one. */
  function eachListed(callback: (connection: VendorConnection) => void): void {
    hidden = 0;
    session.connections?.forEach((connection) => {
      if (isMachine(connection)) hidden++;
      else callback(connection);
    });
  }

  function reconcile(): void {
    if (!session.connections) return;
    const list = new Map<string, VendorConnection>();
    eachListed((connection) => list.set(connection.connectionId, connection));
    for (const [id, connection] of [...known]) {
      if (!list.has(id)) left(connection, connection.destroyedReason?.() ?? 'networkDisconnected');
    }
    list.forEach(came);
  }

  function reconcileIfNeeded(): void {
    if (session.connections && session.connections.length() !== known.size + hidden) reconcile();
  }

  const stay = new AbortController();
  for (const end of [signal, over.signal]) {
    end.addEventListener('abort', () => {
      stay.abort();
    });
  }
  const own = session.connection;
  if (!own) throw new TypeError('The SDK is connected and has no connection.');
  const roster: Connection[] = [];
  let ownConnection: Connection | undefined;
  const told = !suppressed && session.connections !== undefined;
  if (told) {
    eachListed((connection) => {
      const one = enter(connection);
      roster.push(one);
      if (one.connectionId === own.connectionId) ownConnection = one;
    });
  }
  if (!ownConnection) roster.push((ownConnection = enter(own)));

  const end = (reason: string) => {
    over.abort();
    observer.disconnected(reason);
  };
  listen(
    session,
    {
      ...(!suppressed && {
        connectionCreated: ({connection}: VendorEvent) => {
          if (connection && !isMachine(connection)) came(connection);
          reconcileIfNeeded();
        },
        connectionDestroyed: ({connection, reason = 'clientDisconnected'}: VendorEvent) => {
          if (connection) left(connection, reason);
          reconcileIfNeeded();
        },
        migrated: reconcile,
      }),
      sessionReconnecting: () => {
        observer.reconnecting();
      },
      sessionReconnected: () => {
        observer.reconnected();
        if (!suppressed) reconcile();
      },
      sessionDisconnected: ({reason = 'networkDisconnected'}: VendorEvent) => {
        end(reason);
      },
    },
    stay.signal,
  );
  // the SDK ends all sessions on pagehide, and of a page that comes back from the cache it says nothing
  addEventListener(
    'pageshow',
    ({persisted}) => {
      if (persisted) end('networkDisconnected');
    },
    {signal: stay.signal},
  );

  let out = false;
  const timer = setInterval(() => {
    // twice, since its event may be on its way
    if (isConnected(session)) out = false;
    else if (out) end('networkDisconnected');
    else out = true;
    if (told && !out) reconcileIfNeeded();
  }, LOOK);
  stay.signal.addEventListener('abort', () => {
    clearInterval(timer);
  });

  observer.connected(ownConnection, told ? roster : null);
  return known;
}

/** Connections of the platform itself, which the SDK announces to nobody. */
function isMachine({connectionId}: VendorConnection): boolean {
  return connectionId.startsWith('symphony.');
}
