import type {
  ConnectionEvent,
  SessionConnectEvent,
  SessionDisconnectEvent,
  SessionErrorEvent,
  SessionEvent,
} from '../../session/session-events.js';

/** The events of an ot-session by type. */
export interface OTSessionElementEventMap extends HTMLElementEventMap {
  connectionCreated: CustomEvent<ConnectionEvent>;
  connectionDestroyed: CustomEvent<ConnectionEvent>;
  sessionConnected: CustomEvent<SessionConnectEvent>;
  sessionDisconnected: CustomEvent<SessionDisconnectEvent>;
  sessionReconnecting: CustomEvent<SessionEvent>;
  sessionReconnected: CustomEvent<SessionEvent>;
  connectioncountchange: CustomEvent<SessionEvent>;
  // HTMLElementEventMap has an ErrorEvent under this name
  error: ErrorEvent & CustomEvent<SessionErrorEvent>;
}
