import type {Connection} from '../session/connection.js';
import type {SessionConfig} from '../session/session-config.js';
import {SessionError} from '../session/session-error.js';
import {takeTurns} from '../take-turns.js';
import type {Engine, EngineHandle, EngineObserver} from './engine.js';

/** One of those that share a connection. Told what an `EngineObserver` is told, with the handle at the join. */
export interface Member extends Omit<EngineObserver, 'connected'> {
  connected(own: Connection, roster: Iterable<Connection> | null, handle: EngineHandle): void;
}

const shared = new Map<unknown, SharedConnection>();

/**
 * Joins a session, or the connection that this page has to it already: an engine connects once for a session id, however
 * many elements ask. The last one to abort its signal leaves. Here, and only here, what an engine says too late is dropped.
 *
 * @param credentials what tells these credentials from others: where they came from, if not from the configuration
 * @throws {SessionError} `session-in-use` when the page is in this session with other credentials, or with other wishes about
 *   being told who is there; what the engine throws
 */
export async function joinShared(
  engine: Engine,
  config: SessionConfig,
  credentials: unknown = JSON.stringify([config.apiKey, config.applicationId, config.token]),
  member: Member,
  signal: AbortSignal,
): Promise<void> {
  const key = config.adopted ?? JSON.stringify([config.engine, config.service, config.sessionId]);
  let connection = shared.get(key);
  if (!connection) shared.set(key, (connection = new SharedConnection(engine, config, credentials, key)));
  if (connection.credentials !== credentials || connection.suppressed !== isSuppressed(config)) {
    throw new SessionError(
      'session-in-use',
      `This page is in "${config.sessionId}" already, with another key, token or roster: give all its elements the same.`,
    );
  }
  await connection.join(member, signal);
}

/** Whether nobody is to be announced. */
function isSuppressed({options}: SessionConfig): boolean {
  return !!options?.connectionEventsSuppressed;
}

class SharedConnection {
  readonly credentials: unknown;
  readonly suppressed: boolean;
  readonly #key: unknown;
  readonly #controller = new AbortController();
  readonly #handle: Promise<EngineHandle>;
  /** Those who were told that they are connected. */
  readonly #members = new Set<Member>();
  readonly #roster = new Map<string, Connection>();
  /** Whether the platform tells who is there. */
  #told = false;
  /** How many there are, where the platform tells nothing but that. */
  #number = NaN;
  #users = 0;
  #own: Connection | undefined;
  #reconnecting = false;

  constructor(engine: Engine, config: SessionConfig, credentials: unknown, key: unknown) {
    this.credentials = credentials;
    this.suppressed = isSuppressed(config);
    this.#key = key;
    this.#handle = (async () => engine(config, this.#observer(), this.#controller.signal))();
    this.#handle.catch((error: unknown) => {
      this.#end(error);
    });
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
    if (!this.#own) throw new TypeError('The engine resolved without connected().');
    this.#members.add(member);
    member.connected(this.#own, this.#told ? this.#roster.values() : null, handle);
    if (this.#members.has(member)) member.counted(this.#number);
    if (this.#reconnecting && this.#members.has(member)) member.reconnecting();
  }

  #end(reason: unknown): void {
    if (this.#controller.signal.aborted) return;
    shared.delete(this.#key);
    this.#controller.abort(reason);
  }

  /**
   * What the engine tells: first what it changes here, then to each member. One thing after another: what a member's
   * listener brings about is told when everybody knows of what it was told of.
   */
  #observer(): EngineObserver {
    const inTurn = takeTurns();
    const relay =
      <What extends keyof Omit<Member, 'connected'>>(what: What, take: (...args: Parameters<Member[What]>) => void) =>
      (...args: Parameters<Member[What]>) => {
        inTurn(() => {
          // not every engine heeds the wish not to be told
          if (this.#controller.signal.aborted || (this.suppressed && what.startsWith('connection'))) return;
          take(...args);
          for (const member of [...this.#members]) {
            // a member may leave while another one is being told
            if (this.#members.has(member)) (member[what] as (...args: Parameters<Member[What]>) => void)(...args);
          }
        });
      };
    return {
      connected: (own, roster) => {
        this.#own = own;
        this.#told = !!roster && !this.suppressed;
        for (const connection of roster ?? []) this.#roster.set(connection.connectionId, connection);
      },
      counted: relay('counted', (number) => {
        this.#number = number;
      }),
      connectionCreated: relay('connectionCreated', (connection) => {
        this.#roster.set(connection.connectionId, connection);
      }),
      connectionDestroyed: relay('connectionDestroyed', ({connectionId}) => {
        this.#roster.delete(connectionId);
      }),
      reconnecting: relay('reconnecting', () => {
        this.#reconnecting = true;
      }),
      reconnected: relay('reconnected', () => {
        this.#reconnecting = false;
      }),
      disconnected: relay('disconnected', (reason) => {
        // ended before the members hear of it, so that one which connects again at once gets a new connection
        const code = reason === 'forceDisconnected' ? 'permission-denied' : 'connect-failed';
        this.#end(new SessionError(code, `The session ended (${reason}).`));
      }),
    };
  }
}
