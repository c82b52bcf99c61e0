/** How long the xmpp engine waits for what, in milliseconds. */
export interface XmppTimings {
  /** Between two questions whether we are in the session still. */
  readonly ping: number;
  /** For an answer. After that the connection is held to be interrupted. */
  readonly answer: number;
  /** Before the first attempt to resume; each further wait is at most twice as long … */
  readonly retry: number;
  /** … up to this. */
  readonly longestRetry: number;
  /** For a connection to be there again, where the server does not say for how long that is possible: over BOSH, for one. */
  readonly resume: number;
  /** For the server to take leave of us. */
  readonly goodbye: number;
  /** For a page to be gone, after it was about to go. */
  readonly stay: number;
}

export const DEFAULT_TIMINGS: XmppTimings = {
  ping: 10_000,
  answer: 5_000,
  retry: 250,
  longestRetry: 4_000,
  resume: 30_000,
  goodbye: 3_000,
  stay: 5_000,
};
