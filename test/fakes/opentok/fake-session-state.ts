import {FakeCollection} from './fake-collection.js';
import type {FakeConnection, FakeStream} from './fake-connection.js';
import {FakeEmitter} from './fake-emitter.js';
import {FakeEvent} from './fake-event.js';
import type {Member} from './fake-opentok.js';

export type FakeState = 'disconnected' | 'connecting' | 'connected' | 'migrating' | 'disconnecting';

/** What the vendor's Session shows to the page: its state, and the list of connections. */
export class FakeSessionState extends FakeEmitter {
  readonly sessionId: string;
  readonly id: string;
  readonly key: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly connections = new FakeCollection<FakeConnection>();
  readonly streams = new FakeCollection<FakeStream>();
  connection: FakeConnection | null = null;
  capabilities = {forceDisconnect: 0};
  /** Undefined until the state changes for the first time. */
  previousState: FakeState | undefined;
  #state: FakeState = 'disconnected';

  constructor(key: string, sessionId: string, options: Record<string, unknown> = {}) {
    super();
    this.key = key;
    this.id = this.sessionId = sessionId;
    this.options = options;
  }

  get currentState(): FakeState {
    return this.#state;
  }

  isConnected(): boolean {
    return this.#state === 'connected' || this.#state === 'migrating';
  }

  protected get isSuppressed(): boolean {
    return Boolean(this.options.connectionEventsSuppressed);
  }

  protected setState(state: FakeState): void {
    if (state === this.#state) return;
    this.previousState = this.#state;
    this.#state = state;
  }

  protected add({id, creationTime, data}: Member): FakeConnection {
    const connection = {id, connectionId: id, creationTime, data, destroyedReason: () => undefined};
    this.connections.add(connection);
    return connection;
  }

  protected announce(type: string, connection: FakeConnection, reason?: string): void {
    if (connection.id.startsWith('symphony.')) return;
    this.emit(type, new FakeEvent(type, this, reason === undefined ? {connection} : {connection, reason}));
  }

  /** Clears the list, without events. */
  protected clear(): void {
    this.connection = null;
    this.connections.empty();
    this.streams.empty();
    this.capabilities = {forceDisconnect: 0};
    this.setState('disconnected');
  }
}
