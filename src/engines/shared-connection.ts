import type {Connection} from '../session/connection.js';
import type {SessionConfig} from '../session/session-config.js';
import {SessionError} from '../session/session-error.js';
import type {DisconnectReason, Engine, EngineHandle, EngineObserver} from './engine.js';

/** One of those that share a connection. Told what an `EngineObserver` is told, with the handle at the join. */
export interface Member extends Omit<EngineObserver, 'connected'> {
  connected(own: Connection, roster: Iterable<Connection>, handle: EngineHandle): void;
}

const shared = new WeakMap<Engine, Map<string, SharedConnection>>();

/**
 * Joins a session, or the connection that this page has to it already: an engine connects once for a session id, however
 * many elements ask. The last one to abort its signal leaves. Here, and only here, what an engine says too late is dropped.
 *
 * @throws {SessionError} `session-in-use` when the page is in this session with other credentials; what the engine throws
 */
export async function joinShared(
  engine: Engine,
  config: SessionConfig,
  member: Member,
  signal: AbortSignal,
): Promise<void> {
  let connections = shared.get(engine);
  if (!connections) shared.set(engine, (connections = new Map()));
  const open = connections.get(config.sessionId);
  if (open && !open.admits(config)) {
    throw new SessionError(
      'session-in-use',
      `This page is in the session "${config.sessionId}" already, with another key or token. ` +
        'All elements for one session need the same ones.',
    );
  }
  const {sessionId} = config;
  const connection = open ?? new SharedConnection(engine, config, () => connections.delete(sessionId));
  connections.set(sessionId, connection);
  await connection.join(member, signal);
}

class SharedConnection {
  readonly #config: SessionConfig;
  readonly #controller = new AbortController();
  readonly #forget: () => void;
  readonly #handle: Promise<EngineHandle>;
  readonly #members = new Set<Member>();
  readonly #roster = new Map<string, Connection>();
  #users = 0;
  #own: Connection | undefined;
  #reconnecting = false;

  constructor(engine: Engine, config: SessionConfig, forget: () => void) {
    this.#config = config;
    this.#forget = forget;
    this.#handle = (async () => engine(config, this.#observer(), this.#controller.signal))();
    this.#handle.catch((error: unknown) => {
      this.#end(error);
    });
  }

  admits({apiKey, applicationId, token}: SessionConfig): boolean {
    return (
      apiKey === this.#config.apiKey && applicationId === this.#config.applicationId && token === this.#config.token
    );
  }

  async join(member: Member, signal: AbortSignal): Promise<void> {
    this.#users++;
    signal.addEventListener('abort', () => {
      this.#members.delete(member);
      if (--this.#users === 0) this.#end(signal.reason);
    });
    const handle = await this.#handle;
    signal.throwIfAborted();
    this.#controller.signal.throwIfAborted();
    if (!this.#own) throw new SessionError('connect-failed', 'The engine did not say who is in the session.');
    this.#members.add(member);
    member.connected(this.#own, [...this.#roster.values()], handle);
    if (this.#reconnecting && this.#members.has(member)) member.reconnecting();
  }

  #end(reason: unknown): void {
    if (this.#controller.signal.aborted) return;
    this.#forget();
    this.#controller.abort(reason);
  }

  #observer(): EngineObserver {
    const {signal} = this.#controller;
    const unlessOver =
      <Args extends unknown[]>(tell: (...args: Args) => void) =>
      (...args: Args) => {
        if (!signal.aborted) tell(...args);
      };
    return {
      connected: unlessOver((own: Connection, roster: readonly Connection[]) => {
        this.#own = own;
        for (const connection of roster) this.#roster.set(connection.connectionId, connection);
      }),
      connectionCreated: unlessOver((connection: Connection) => {
        this.#roster.set(connection.connectionId, connection);
        this.#tell('connectionCreated', connection);
      }),
      connectionDestroyed: unlessOver((connection: Connection, reason: DisconnectReason) => {
        this.#roster.delete(connection.connectionId);
        this.#tell('connectionDestroyed', connection, reason);
      }),
      reconnecting: unlessOver(() => {
        this.#reconnecting = true;
        this.#tell('reconnecting');
      }),
      reconnected: unlessOver(() => {
        this.#reconnecting = false;
        this.#tell('reconnected');
      }),
      disconnected: unlessOver((reason: DisconnectReason) => {
        // ended before the members hear of it, so that one which connects again at once gets a new connection
        this.#end(new SessionError('connect-failed', `The session ended while it was being joined (${reason}).`));
        this.#tell('disconnected', reason);
      }),
    };
  }

  #tell<What extends Exclude<keyof Member, 'connected'>>(what: What, ...args: Parameters<Member[What]>): void {
    for (const member of [...this.#members]) {
      // a member may leave while another one is being told
      if (this.#members.has(member)) (member[what] as (...args: Parameters<Member[What]>) => void)(...args);
    }
  }
}
