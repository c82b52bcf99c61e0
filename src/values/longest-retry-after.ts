/**
 * The upper limit for `Retry-After` and reconnection times, in milliseconds: one day. Some servers send a time of day where a
 * number of seconds is expected.
 */
export const LONGEST_RETRY_AFTER = 86_400_000;
