/** The times of the xmpp engine, in milliseconds. */
export interface XmppTimings {
  /** The interval between pings to the room. */
  readonly ping: number;
  /** The time limit of a response. After that, the connection counts as interrupted. */
  readonly answer: number;
  /** The maximum delay before the first attempt to resume; it doubles with each attempt, up to `longestRetry`. */
  readonly retry: number;
  /** The maximum delay before any attempt to resume. */
  readonly longestRetry: number;
  /** How long to try to resume if the server does not say how long that is possible, as over BOSH. */
  readonly resume: number;
  /** How long to wait for the server to close the stream. */
  readonly goodbye: number;
  /** How long a page may take from `beforeunload` to `pagehide`. */
  readonly unload: number;
}

export const DEFAULT_TIMINGS: XmppTimings = {
  ping: 10_000,
  answer: 5_000,
  retry: 250,
  longestRetry: 4_000,
  resume: 30_000,
  goodbye: 3_000,
  unload: 5_000,
};
