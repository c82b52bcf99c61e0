import {Connection} from '../../values/connection.js';
import type {EngineObserver} from '../engine.js';
import {whenRestored} from './opentok-connect.js';
import {checkRegularly, isConnected, listen} from '../vendor-session.js';
import type {VendorConnection, VendorEvent, VendorSession} from './vendor-sdk.js';

/** What is to be relayed, and how. */
export interface Relayed {
  readonly session: VendorSession;
  /** Whether the platform announces nobody. */
  readonly isSuppressed: boolean;
  /** Whether we connected the session, and so disconnect it when the page goes. */
  readonly isOurs: boolean;
}

/**
 * Notifies an observer of what happens in a connected session of the vendor's, beginning with who is in it.
 *
 * The SDK itself keeps the session's list up to date, whatever listeners do; a listener of the page's that throws may keep the
 * events from us. So where our list differs from the SDK's, the SDK's is right.
 *
 * @param ended aborted here when the session ended by itself
 * @returns everyone we know of, by id
 */
export function relay(
  {session, isSuppressed, isOurs}: Relayed,
  observer: EngineObserver,
  signal: AbortSignal,
  ended: AbortController,
): ReadonlyMap<string, VendorConnection> {
  const own = session.connection;
  if (!own) throw new TypeError('The SDK is connected and has no connection.');
  const ownId = own.connectionId;
  const hasRoster = !isSuppressed && session.connections !== undefined;
  /** How many more are in the vendor's list: the platform's own machines. */
  let machines = 0;

  function listed(): Map<string, VendorConnection> {
    const list = new Map<string, VendorConnection>();
    machines = 0;
    session.connections?.forEach((connection) => {
      if (isMachine(connection)) machines++;
      else list.set(connection.connectionId, connection);
    });
    return list;
  }

  const known = hasRoster ? listed() : new Map<string, VendorConnection>();
  if (!known.has(ownId)) known.set(ownId, own);

  function created(connection: VendorConnection): void {
    if (known.has(connection.connectionId)) return;
    known.set(connection.connectionId, connection);
    observer.connectionCreated(toConnection(connection));
  }

  function destroyed(connection: VendorConnection, reason: string): void {
    const {connectionId} = connection;
    if (connectionId !== ownId && known.delete(connectionId))
      observer.connectionDestroyed(toConnection(connection), reason);
  }

  function reconcile(): void {
    if (!hasRoster) return;
    const list = listed();
    for (const [id, connection] of [...known]) {
      if (!list.has(id)) destroyed(connection, reasonOf(connection));
    }
    list.forEach(created);
  }

  /** Comparing sizes is cheap enough for every event. */
  function reconcileIfSizesDiffer(): void {
    if (hasRoster && session.connections.length() !== known.size + machines) reconcile();
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

  /** Whether it is still the same connection: of a `disconnect(); connect()` by the page, the SDK may not dispatch the first half. */
  const isStillConnected = () => isConnected(session) && session.connection?.connectionId === ownId;

  listen(
    session,
    {
      ...(!isSuppressed && {
        connectionCreated: ({connection}: VendorEvent) => {
          if (connection && !isMachine(connection)) created(connection);
          reconcileIfSizesDiffer();
        },
        connectionDestroyed: ({connection, reason = 'clientDisconnected'}: VendorEvent) => {
          if (connection) destroyed(connection, reason);
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
        // the page did not leave the session: it was put into the back/forward cache
        if (!isPageHidden) end(reason);
      },
    },
    lifetime.signal,
  );

  let wasConnected = true;
  checkRegularly(() => {
    const isNow = isStillConnected();
    // twice, since its event may be about to be dispatched
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
    // one that the page connected, and that the SDK did not end, goes on
    if (isOurs || !isStillConnected()) end('networkDisconnected');
    else reconcile();
  }, lifetime.signal);

  const roster = new Map([...known].map(([id, connection]) => [id, toConnection(connection)]));
  observer.connected(roster.get(ownId) ?? toConnection(own), hasRoster ? [...roster.values()] : null);
  return known;
}

/** Connections of the platform itself, for which the SDK dispatches no event. */
function isMachine({connectionId}: VendorConnection): boolean {
  return connectionId.startsWith('symphony.');
}

/** Why a connection ended for which no event was dispatched. */
function reasonOf(connection: VendorConnection): string {
  // the SDK itself changes this one in its events
  return connection.destroyedReason?.()?.replace('networkTimedout', 'networkDisconnected') ?? 'networkDisconnected';
}

function toConnection({connectionId, creationTime, data}: VendorConnection): Connection {
  return new Connection(connectionId, creationTime ?? 0, typeof data === 'string' ? data : '');
}
