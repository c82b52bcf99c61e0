import type {DisconnectReason, Engine, EngineHandle, EngineObserver} from '../../src/engines/engine.js';
import {Connection} from '../../src/values/connection.js';
import type {SessionConfig} from '../../src/values/session-config.js';
import {SessionError} from '../../src/values/session-error.js';

/** The arguments of one call of the fake engine. A test may call the observer itself, as an engine that misbehaves. */
export interface FakeAttempt {
  readonly config: SessionConfig;
  readonly observer: EngineObserver;
  readonly signal: AbortSignal;
}

interface Member {
  readonly connection: Connection;
  /** Undefined for a guest, which is in every session. */
  readonly sessionId: string | undefined;
  readonly observer?: EngineObserver;
  /** The calls to make once the member has reconnected; undefined while it is connected. */
  missed?: (() => void)[] | undefined;
}

/** A platform in memory: an engine, and methods that control the platform. */
export interface FakePlatform {
  /**
   * Joins the session of `config.sessionId`. Its tokens are like the local engine's: `role=moderator&data=…`. Changes
   * are reported in the same task; connecting takes a few microtasks.
   */
  readonly engine: Engine;
  /** Every call of the engine, oldest first. */
  readonly attempts: readonly FakeAttempt[];
  /** All connections, in order of arrival. */
  readonly connections: readonly Connection[];
  /** How many calls of the engine are connecting or connected. */
  readonly running: number;
  /** While true, the engine does not respond; attempts continue when it is false again. */
  hang: boolean;
  /** Rejects the next attempts, each with one of the errors. */
  refuse(...errors: SessionError[]): void;
  /** A guest joins every session. */
  join(id: string, data?: string, creationTime?: number): Connection;
  /** A guest, or a connection of the engine, leaves. */
  leave(id: string, reason?: DisconnectReason): void;
  /** All connections of the engine are disconnected. */
  disconnect(reason: DisconnectReason): void;
  /** All connections of the engine are interrupted. */
  reconnecting(): void;
  /** They resume, and then receive what they missed. */
  reconnected(): void;
}

/** Creates an empty platform. */
export function createFakePlatform(): FakePlatform {
  const attempts: FakeAttempt[] = [];
  const members = new Map<string, Member>();
  const refusals: SessionError[] = [];
  const hanging = new Set<() => void>();
  let hang = false;
  let clock = 1_700_000_000_000;
  let connecting = 0;

  /** The connections of the engine, so that a change need not iterate over thousands of guests. */
  const viaEngine = new Set<Member>();
  const connected = () => [...viaEngine];

  function notifyOthers(about: Member, notify: (observer: EngineObserver) => void): void {
    for (const {connection, sessionId, observer, missed} of connected()) {
      const sees = about.sessionId === undefined || about.sessionId === sessionId;
      if (!observer || !sees || connection === about.connection) continue;
      if (missed) missed.push(() => notify(observer));
      else notify(observer);
    }
  }

  function add(member: Member): void {
    if (members.has(member.connection.connectionId))
      throw new Error(`${member.connection.connectionId} is there already.`);
    members.set(member.connection.connectionId, member);
    if (member.observer) viaEngine.add(member);
    notifyOthers(member, (observer) => observer.connectionCreated(member.connection));
  }

  function remove(member: Member, reason: DisconnectReason): void {
    if (!members.delete(member.connection.connectionId)) return;
    viaEngine.delete(member);
    notifyOthers(member, (observer) => observer.connectionDestroyed(member.connection, reason));
  }

  function end(id: string, reason: DisconnectReason): void {
    const member = members.get(id);
    if (!member) throw new Error(`${id} is not there.`);
    remove(member, reason);
    member.observer?.disconnected(reason);
  }

  function answered(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        hanging.delete(go);
        if (signal.aborted) reject(signal.reason as Error);
        else resolve();
      };
      hanging.add(go);
      signal.addEventListener('abort', go, {once: true});
      if (!hang || signal.aborted) queueMicrotask(go);
    });
  }

  async function engine(config: SessionConfig, observer: EngineObserver, signal: AbortSignal): Promise<EngineHandle> {
    const number = attempts.push({config, observer, signal});
    connecting++;
    await answered(signal).finally(() => connecting--);
    signal.throwIfAborted();
    const refusal = refusals.shift();
    if (refusal) throw refusal;

    const token = new URLSearchParams(config.token);
    const moderator = token.get('role') === 'moderator';
    const own = new Connection(`fake-${number}`, clock++, token.get('data') ?? '');
    const member: Member = {connection: own, sessionId: config.sessionId, observer};
    add(member);
    signal.addEventListener('abort', () => remove(member, 'clientDisconnected'), {once: true});
    const roster = [...members.values()].filter((other) => (other.sessionId ?? config.sessionId) === config.sessionId);
    observer.connected(
      own,
      roster.map(({connection}) => connection),
    );
    signal.throwIfAborted();

    return {
      capabilities: {forceDisconnect: moderator ? 1 : 0},
      // eslint-disable-next-line @typescript-eslint/require-await -- an engine rejects; it does not throw
      async forceDisconnect({connectionId}) {
        if (!members.has(own.connectionId)) throw new SessionError('not-connected', 'We have left.');
        if (!moderator) throw new SessionError('permission-denied', 'Only a moderator may do this.');
        if (!members.has(connectionId)) throw new SessionError('unknown-connection', `${connectionId} is not there.`);
        end(connectionId, 'forceDisconnected');
      },
    };
  }

  return {
    engine,
    attempts,
    get connections() {
      return [...members.values()].map(({connection}) => connection);
    },
    get running() {
      return connecting + connected().length;
    },
    get hang() {
      return hang;
    },
    set hang(value) {
      hang = value;
      if (!hang) for (const go of [...hanging]) go();
    },
    refuse(...errors) {
      refusals.push(...errors);
    },
    join(id, data = '', creationTime = clock++) {
      const connection = new Connection(id, creationTime, data);
      add({connection, sessionId: undefined});
      return connection;
    },
    leave(id, reason = 'clientDisconnected') {
      end(id, reason);
    },
    disconnect(reason) {
      for (const {connection} of connected())
        if (members.has(connection.connectionId)) end(connection.connectionId, reason);
    },
    reconnecting() {
      for (const member of connected()) {
        member.missed = [];
        member.observer?.reconnecting();
      }
    },
    reconnected() {
      for (const member of connected()) {
        const missed = member.missed ?? [];
        member.missed = undefined;
        member.observer?.reconnected();
        for (const notify of missed) if (members.has(member.connection.connectionId)) notify();
      }
    },
  };
}
