import type {Connection} from '../values/connection.js';
import {type SessionConfig, sessionKey} from '../values/session-config.js';
import {redactCredentials} from '../values/resolved-url.js';
import {SessionError} from '../values/session-error.js';
import {callReportingErrors} from '../scheduling/call-reporting-errors.js';
import {runInNextTaskOrOnPagehide} from '../scheduling/next-task-or-pagehide.js';
import {createQueue} from '../scheduling/queue.js';
import type {Engine, EngineHandle, EngineObserver} from './engine.js';

/**
 * For how many tasks credentials that are in use are waited for: an element that was removed is given one to be back, and its
 * connection one more.
 */
const TASKS_TO_LEAVE = 3;

/** One of the sessions that share a connection: an `EngineObserver` that receives the handle when it joins. */
export interface Member extends Omit<EngineObserver, 'connected'> {
  connected(own: Connection, roster: Iterable<Connection> | null, handle: EngineHandle): void;
  /**
   * Read when the member's signal is aborted: whether the connection is to be kept until the end of the next task, for a
   * member that takes the place of this one.
   */
  isReplaceable(): boolean;
}

/**
 * The connections of this page, by what they are to; shared by all copies of this package in the page, of which the one
 * that made a connection runs it.
 */
type SharedConnections = Map<unknown, Pick<SharedConnection, 'target' | 'join'>>;
const page = globalThis as Partial<Record<symbol, SharedConnections>>;
const shared = (page[Symbol.for('ot-elements.shared-connections.1')] ??= new Map() as SharedConnections);

/** What is to be connected. */
export interface ConnectionTarget {
  /** The configuration with the credentials of this attempt. */
  readonly config: SessionConfig;
  /** The same before the source of credentials, if there is one, was asked. */
  readonly requested: SessionConfig;
  /** The `id` of that source. */
  readonly source: unknown;
}

/**
 * The configuration of the connection that this page has with credentials from the same source, for the same session: whoever
 * shares it needs no credentials of their own.
 */
export function sharedConfig(requested: SessionConfig, source: unknown): SessionConfig | undefined {
  const key = sessionKey(requested);
  for (const {target} of shared.values()) {
    const isSame =
      target.source === source &&
      sessionKey(target.requested) === key &&
      isSuppressed(target.requested) === isSuppressed(requested);
    if (isSame) return target.config;
  }
  return undefined;
}

/**
 * Joins a session, or the connection that this page already has to it: an engine connects once for a session id, however
 * many elements ask. The last one to abort its signal leaves. Callbacks of an engine after its end are dropped here, and
 * only here.
 *
 * @throws {SessionError} `session-in-use` when the page is in this session with other credentials, or with another choice of
 *   whether connection events are suppressed; what the engine throws
 */
export async function joinShared(
  engine: Engine,
  target: ConnectionTarget,
  member: Member,
  signal: AbortSignal,
): Promise<void> {
  const {config} = target;
  const key = config.adopted ?? JSON.stringify([config.engine, config.service, config.sessionId]);
  const inUse = () => {
    const there = shared.get(key)?.target;
    if (!there) return false;
    return credentialsOf(there) !== credentialsOf(target) || isSuppressed(there.config) !== isSuppressed(config);
  };
  // an element that is rendered again may have a new token: whoever has the old one is about to leave
  for (let tasks = 0; inUse() && tasks < TASKS_TO_LEAVE; tasks++) {
    await new Promise<void>(runInNextTaskOrOnPagehide);
    signal.throwIfAborted();
  }
  if (inUse()) {
    throw new SessionError(
      'session-in-use',
      `This page is in "${redactCredentials(config.sessionId)}" already, with another key, token or roster: give all its elements the same.`,
    );
  }
  let connection = shared.get(key);
  if (!connection) shared.set(key, (connection = new SharedConnection(engine, target, () => shared.delete(key))));
  await connection.join(member, signal);
}

/** What distinguishes credentials: where they came from, or what they are. */
function credentialsOf({source, config: {apiKey, applicationId, token}}: ConnectionTarget): unknown {
  return source ?? JSON.stringify([apiKey, applicationId, token]);
}

/** Whether no connection is to be announced. */
function isSuppressed({options}: SessionConfig): boolean {
  return !!options?.connectionEventsSuppressed;
}

class SharedConnection {
  readonly target: ConnectionTarget;
  readonly #engine: Engine;
  readonly #ended: () => void;
  readonly #controller = new AbortController();
  /** Pending from the first join on. */
  #handle: Promise<EngineHandle> | undefined;
  /** Those whose `connected()` was called. */
  readonly #members = new Set<Member>();
  readonly #roster = new Map<string, Connection>();
  /** Whether the platform has a roster. */
  #hasRoster = false;
  /** How many are connected, where the platform has no roster but a number. */
  #number = NaN;
  /** How many have joined, or are about to. */
  #users = 0;
  #own: Connection | undefined;
  #reconnecting = false;

  constructor(engine: Engine, target: ConnectionTarget, ended: () => void) {
    this.target = target;
    this.#engine = engine;
    this.#ended = ended;
  }

  async join(member: Member, signal: AbortSignal): Promise<void> {
    this.#users++;
    signal.addEventListener('abort', () => {
      this.#members.delete(member);
      if (--this.#users > 0) return;
      const leave = () => {
        if (this.#users === 0) this.#end(signal.reason);
      };
      if (member.isReplaceable()) runInNextTaskOrOnPagehide(leave);
      else leave();
    });
    // only now: an engine may call its observer, and the page may abort the signal, before the engine returns
    const handle = await (this.#handle ??= this.#start());
    signal.throwIfAborted();
    this.#controller.signal.throwIfAborted();
    if (!this.#own) throw new TypeError('The engine resolved without connected().');
    this.#members.add(member);
    member.connected(this.#own, this.#hasRoster ? this.#roster.values() : null, handle);
    if (this.#members.has(member)) member.counted(this.#number);
    if (this.#reconnecting && this.#members.has(member)) member.reconnecting();
  }

  async #start(): Promise<EngineHandle> {
    try {
      return await this.#engine(this.target.config, this.#observer(), this.#controller.signal);
    } catch (error) {
      this.#end(error);
      throw error;
    }
  }

  #end(reason: unknown): void {
    if (this.#controller.signal.aborted) return;
    this.#ended();
    this.#controller.abort(reason);
  }

  /**
   * Each callback first updates the state here, then calls the members. Callbacks that a member's listener causes are queued
   * until all members have received the current one.
   */
  #observer(): EngineObserver {
    const suppressed = isSuppressed(this.target.config);
    const queue = createQueue();
    const relay =
      <What extends keyof Omit<Member, 'connected'>>(what: What, take: (...args: Parameters<Member[What]>) => void) =>
      (...args: Parameters<Member[What]>) => {
        queue(() => {
          // not every engine honors the option
          if (this.#controller.signal.aborted || (suppressed && what.startsWith('connection'))) return;
          take(...args);
          for (const member of [...this.#members]) {
            // a member may leave while another one is called
            callReportingErrors(() => {
              if (this.#members.has(member)) (member[what] as (...args: Parameters<Member[What]>) => void)(...args);
            });
          }
        });
      };
    return {
      connected: (own, roster) => {
        this.#own = own;
        this.#hasRoster = !!roster && !suppressed;
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
