import type {DisconnectReason, EngineObserver} from '../../src/engines/engine.js';
import type {Connection} from '../../src/values/connection.js';

type Call = readonly [name: keyof EngineObserver, ...about: unknown[]];

/** An observer that records its calls, connections by their id. */
export class Recorder implements EngineObserver {
  readonly calls: Call[] = [];
  own: Connection | undefined;
  roster: readonly Connection[] = [];
  readonly created: Connection[] = [];
  readonly #waiting = new Set<() => void>();

  /** Resolves when the condition, checked after each call, holds. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!condition()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Resolves when the connection has been reported, in the roster or later. */
  async seesJoin(connection: Connection): Promise<void> {
    await this.until(() => this.timesSeen(connection) > 0);
  }

  /** Resolves with the reason when the departure has been reported. */
  async seesLeave(connection: Connection): Promise<unknown> {
    await this.until(() => this.destroyed(connection).length > 0);
    return this.destroyed(connection)[0];
  }

  /** Resolves with the reason when the session has ended. */
  async out(): Promise<unknown> {
    const last = () => this.calls.at(-1) ?? [];
    await this.until(() => last()[0] === 'disconnected');
    return last()[1];
  }

  timesSeen({connectionId}: Connection): number {
    return [...this.roster, ...this.created].filter((connection) => connection.connectionId === connectionId).length;
  }

  /** The reasons reported for a departure: one, if all is well. */
  destroyed({connectionId}: Connection): unknown[] {
    return this.calls
      .filter(([name, id]) => name === 'connectionDestroyed' && id === connectionId)
      .map(([, , reason]) => reason);
  }

  /** The ids of all connections present, as reported. */
  get present(): string[] {
    const ids = new Set([...this.roster, ...this.created].map(({connectionId}) => connectionId));
    for (const [name, id] of this.calls) if (name === 'connectionDestroyed') ids.delete(String(id));
    return [...ids].sort();
  }

  connected(own: Connection, roster: readonly Connection[] | null): void {
    this.own = own;
    this.roster = roster ?? [];
    this.#write('connected', own.connectionId, ...this.roster.map(({connectionId}) => connectionId));
  }
  counted(number: number): void {
    this.#write('counted', number);
  }
  connectionCreated(connection: Connection): void {
    this.created.push(connection);
    this.#write('connectionCreated', connection.connectionId);
  }
  connectionDestroyed({connectionId}: Connection, reason: DisconnectReason): void {
    this.#write('connectionDestroyed', connectionId, reason);
  }
  reconnecting(): void {
    this.#write('reconnecting');
  }
  reconnected(): void {
    this.#write('reconnected');
  }
  disconnected(reason: DisconnectReason): void {
    this.#write('disconnected', reason);
  }

  #write(...call: Call): void {
    this.calls.push(call);
    for (const look of [...this.#waiting]) look();
  }
}
