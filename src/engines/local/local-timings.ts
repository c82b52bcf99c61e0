/** The times of the local engine, in milliseconds. None of them decides who is a member. */
export interface LocalTimings {
  /** How long to wait for the reason of a departure after the lock was released. */
  readonly grace: number;
  /** After joining, when to compare the roster with the locks once more. */
  readonly settle: number;
  /** The interval between the leader's announcements if nothing happens. */
  readonly beat: number;
}

export const DEFAULT_TIMINGS: LocalTimings = {grace: 300, settle: 1000, beat: 10_000};
