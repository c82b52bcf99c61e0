import {Connection} from '../../values/connection.js';
import {MAX_DATA_LENGTH} from './local-token.js';

const REASONS = ['clientDisconnected', 'forceDisconnected', 'networkDisconnected'] as const;

/** The reasons that exist without a server. */
export type LocalReason = (typeof REASONS)[number];

/** Somebody who is gone, and why; null while that is not known. */
export type Departure = readonly [connectionId: string, reason: LocalReason | null];

/** What one member tells all others. It may come late, twice, or never. */
export interface LocalMessage {
  /** The sender, when it has its lock and has not looked at the others' yet. */
  readonly here?: Connection | undefined;
  /**
   * The sender when it leaves, or whom it removes, or those whose lock is free: mostly from the leader, with a digest. Without
   * one, a departure whose reason is null is a question for the reason, and those who know it answer in the same form.
   */
  readonly gone?: readonly Departure[];
  /** From the leader only, and not when it asks: a digest of the roster. */
  readonly digest?: string | undefined;
}

/** The fields of something from outside, each still to be checked. */
function fieldsOf(something: unknown): Readonly<Record<string, unknown>> {
  return Object(something) as Record<string, unknown>;
}

function isId(id: unknown): id is string {
  return typeof id === 'string' && id !== '' && id.length <= 64;
}

function isDeparture(departure: unknown): departure is Departure {
  return Array.isArray(departure) && isId(departure[0]) && [...REASONS, null].includes(departure[1] as LocalReason);
}

/** A connection as somebody else describes it, or undefined if it cannot be one. */
export function readConnection(description: unknown): Connection | undefined {
  const {connectionId, creationTime, data} = fieldsOf(description);
  return isId(connectionId) &&
    Number.isFinite(creationTime) &&
    typeof data === 'string' &&
    data.length <= MAX_DATA_LENGTH
    ? new Connection(connectionId, creationTime as number, data)
    : undefined;
}

/** What of something that came over the channel a member can have sent: every script of the origin can send there. */
export function readMessage(sent: unknown): LocalMessage {
  const {here, gone, digest} = fieldsOf(sent);
  return {
    here: readConnection(here),
    gone: Array.isArray(gone) ? gone.filter(isDeparture) : [],
    digest: typeof digest === 'string' ? digest : undefined,
  };
}
