import {Connection} from '../../values/connection.js';
import {MAX_DATA_LENGTH} from './local-token.js';

/** The maximum number of departures that a message reports, and that a member remembers. */
export const MAX_DEPARTURES = 10_000;
/** The maximum length of a digest, in UTF-16 code units. */
const MAX_DIGEST_LENGTH = 64;

const REASONS = ['clientDisconnected', 'forceDisconnected', 'networkDisconnected'] as const;

/** The disconnect reasons that are possible without a server. */
export type LocalReason = (typeof REASONS)[number];

/** A member that has departed, and the reason; null while it is unknown. */
export type Departure = readonly [connectionId: string, reason: LocalReason | null];

/** A message from one member to all others. It may arrive late, twice, or never. */
export interface LocalMessage {
  /** The sender, when it holds its lock and has not queried the locks yet. */
  readonly here?: Connection | undefined;
  /**
   * Departures: the sender's when it leaves, that of the member it removes, or those of members whose lock is free. The last
   * kind comes from the leader, with a digest. Without a digest, a departure whose reason is null is a question: members that
   * know the reason answer with a message of the same form.
   */
  readonly gone?: readonly Departure[];
  /** The digest of the leader's roster; absent from its questions. */
  readonly digest?: string | undefined;
}

/** The fields of untrusted input. */
function fieldsOf(input: unknown): Readonly<Record<string, unknown>> {
  return Object(input) as Record<string, unknown>;
}

function isId(id: unknown): id is string {
  return typeof id === 'string' && id !== '' && id.length <= 64;
}

function isDeparture(departure: unknown): departure is Departure {
  return Array.isArray(departure) && isId(departure[0]) && [...REASONS, null].includes(departure[1] as LocalReason);
}

/** Reads a connection from untrusted input; undefined if it is not valid. */
export function readConnection(input: unknown): Connection | undefined {
  const {connectionId, creationTime, data} = fieldsOf(input);
  return isId(connectionId) &&
    Number.isFinite(creationTime) &&
    typeof data === 'string' &&
    data.length <= MAX_DATA_LENGTH
    ? new Connection(connectionId, creationTime as number, data)
    : undefined;
}

/** Reads a message from untrusted input, without its invalid parts: every script of the origin can post to the channel. */
export function readMessage(input: unknown): LocalMessage {
  const {here, gone, digest} = fieldsOf(input);
  return {
    here: readConnection(here),
    gone: Array.isArray(gone) ? gone.slice(0, MAX_DEPARTURES).filter(isDeparture) : [],
    digest: typeof digest === 'string' && digest.length <= MAX_DIGEST_LENGTH ? digest : undefined,
  };
}
