export {OTConnectionCountElement} from './elements/ot-connection-count/ot-connection-count-element.js';
export type {OTConnectionCountElementEventMap} from './elements/ot-connection-count/ot-connection-count-element.js';
export {OTSessionElement} from './elements/ot-session/ot-session-element.js';
export type {OTSessionElementEventMap} from './elements/ot-session/ot-session-element.js';
export {registerEngine} from './engines/engine-registry.js';
export type {EngineLoader} from './engines/engine-registry.js';
export type {Capabilities, DisconnectReason, Engine, EngineHandle, EngineObserver} from './engines/engine.js';
export type {AdoptableSession} from './session/adopted-session.js';
export {Connection} from './values/connection.js';
export type {Credentials, CredentialsSource, GetCredentials} from './session/credentials-source.js';
export {initSession} from './session/init-session.js';
export type {SessionOptions} from './session/init-session.js';
export type {SessionConfig} from './values/session-config.js';
export {SessionError} from './values/session-error.js';
export type {SessionErrorCode} from './values/session-error.js';
export {
  ConnectionEvent,
  SessionConnectEvent,
  SessionDisconnectEvent,
  SessionErrorEvent,
  SessionEvent,
} from './session/session-events.js';
export type {SessionEventMap} from './session/session-events.js';
export type {SessionHandler, SessionHandlerMap} from './session/session-listeners.js';
export {Session} from './session/session.js';
export type {Reconnect, SessionSettings} from './session/session.js';
export type {CompletionHandler} from './session/completion-handler.js';
export type {SessionObserver} from './session/session-dispatcher.js';
export type {SessionState} from './session/session-lifecycle.js';
