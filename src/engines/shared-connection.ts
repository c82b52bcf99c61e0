import type {Connection} from '../values/connection.js';
import type {SessionConfig} from '../values/session-config.js';
import {SessionError} from '../values/session-error.js';
import {callReportingErrors} from '../scheduling/call-reporting-errors.js';
import {runInNextTaskOrOnPagehide} from '../scheduling/next-task-or-pagehide.js';
import {createQueue} from '../scheduling/queue.js';
import type {Engine, EngineHandle, EngineObserver} from './engine.js';

/** What to connect to. */
export interface ConnectionTarget {
  /** The configuration with the credentials of this attempt. */
  readonly config: SessionConfig;
  /** The configuration before the credentials were requested from their source. */
  readonly requested: SessionConfig;
  /** The `id` of the source of credentials; undefined if the configuration contains them. */
  readonly source: unknown;
}

/** One of the sessions that share a connection: an `EngineObserver` that is passed the handle when it joins. */
export interface Member extends Omit<EngineObserver, 'connected'> {
  connected(own: Connection, roster: Iterable<Connection> | null, handle: EngineHandle): void;
  /**
   * Whether to keep the connection until the next task, for a member that replaces this one. Called when the member's signal
   * is aborted.
   */
  isReplaceable(): boolean;
}

/** Whether connections must not be announced: the vendor's option `connectionEventsSuppressed`. */
export function isSuppressed({options}: SessionConfig): boolean {
  return !!options?.connectionEventsSuppressed;
}

/**
 * An engine's connection to a session, and the members that share it. Ignores the engine's callbacks after the connection
 * has ended; no other module needs to.
 */
export class SharedConnection {
  readonly target: ConnectionTarget;
  readonly #engine: Engine;
  readonly #handleEnd: () => void;
  readonly #controller = new AbortController();
  readonly #queue = createQueue();
  /** Undefined until the first member joins. */
  #handle: Promise<EngineHandle> | undefined;
  /** The members whose `connected()` was called. */
  readonly #members = new Set<Member>();
  readonly #roster = new Map<string, Connection>();
  /** Whether connections are reported. */
  #hasRoster = false;
  /** How many connections there are, if the platform reports only that. */
  #number = NaN;
  /** How many members have joined or are joining. */
  #users = 0;
  #own: Connection | undefined;
  #isReconnecting = false;

  constructor(engine: Engine, target: ConnectionTarget, handleEnd: () => void) {
    this.target = target;
    this.#engine = engine;
    this.#handleEnd = handleEnd;
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
    // after adding the listener: the page may abort the signal before the engine returns
    const handle = await (this.#handle ??= this.#start());
    signal.throwIfAborted();
    this.#controller.signal.throwIfAborted();
    if (!this.#own) throw new TypeError('The engine resolved without connected().');
    this.#members.add(member);
    member.connected(this.#own, this.#hasRoster ? this.#roster.values() : null, handle);
    if (this.#members.has(member)) member.counted(this.#number);
    if (this.#isReconnecting && this.#members.has(member)) member.reconnecting();
  }

  async #start(): Promise<EngineHandle> {
    try {
      return await this.#engine(this.target.config, this.#createObserver(), this.#controller.signal);
    } catch (error) {
      this.#end(error);
      throw error;
    }
  }

  #end(reason: unknown): void {
    if (this.#controller.signal.aborted) return;
    this.#handleEnd();
    this.#controller.abort(reason);
  }

  #createObserver(): EngineObserver {
    // not every engine honors the option
    const suppressed = isSuppressed(this.target.config);
    return {
      connected: (own, roster) => {
        this.#own = own;
        this.#hasRoster = !!roster && !suppressed;
        for (const connection of roster ?? []) this.#roster.set(connection.connectionId, connection);
      },
      counted: (number) => {
        this.#relay(
          () => {
            this.#number = number;
          },
          (member) => {
            member.counted(number);
          },
        );
      },
      connectionCreated: (connection) => {
        if (suppressed) return;
        this.#relay(
          () => {
            this.#roster.set(connection.connectionId, connection);
          },
          (member) => {
            member.connectionCreated(connection);
          },
        );
      },
      connectionDestroyed: (connection, reason) => {
        if (suppressed) return;
        this.#relay(
          () => {
            this.#roster.delete(connection.connectionId);
          },
          (member) => {
            member.connectionDestroyed(connection, reason);
          },
        );
      },
      reconnecting: () => {
        this.#relay(
          () => {
            this.#isReconnecting = true;
          },
          (member) => {
            member.reconnecting();
          },
        );
      },
      reconnected: () => {
        this.#relay(
          () => {
            this.#isReconnecting = false;
          },
          (member) => {
            member.reconnected();
          },
        );
      },
      disconnected: (reason) => {
        this.#relay(
          () => {
            // before the members are notified, so that one that reconnects immediately gets a new connection
            const code = reason === 'forceDisconnected' ? 'permission-denied' : 'connect-failed';
            this.#end(new SessionError(code, `The session ended (${reason}).`));
          },
          (member) => {
            member.disconnected(reason);
          },
        );
      },
    };
  }

  /**
   * Queues a callback of the engine: applies it to the state here, and then calls the members. Callbacks caused by a member's
   * listeners are queued until all members have received the current one.
   */
  #relay(apply: () => void, call: (member: Member) => void): void {
    this.#queue(() => {
      if (this.#controller.signal.aborted) return;
      apply();
      for (const member of [...this.#members]) {
        callReportingErrors(() => {
          // a member may leave while another one is called
          if (this.#members.has(member)) call(member);
        });
      }
    });
  }
}
