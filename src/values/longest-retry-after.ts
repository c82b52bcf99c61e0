/**
 * The longest time to wait before the next request that is accepted from a server, in milliseconds. Some servers send a point
 * in time instead of a number of seconds.
 */
export const LONGEST_RETRY_AFTER = 86_400_000;
