/** How long the local engine waits for what, in milliseconds. Nobody's membership hangs on a time. */
export interface LocalTimings {
  /** For the reason of a departure to arrive, when the departure itself is certain. */
  readonly grace: number;
  /** After joining, until it looks at the roster once more. */
  readonly settle: number;
  /** Between two words of the leader, when nothing happens. */
  readonly beat: number;
}

export const DEFAULT_TIMINGS: LocalTimings = {grace: 300, settle: 1000, beat: 10_000};
