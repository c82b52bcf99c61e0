import type {DisconnectReason} from '../engines/engine.js';
import {startTimer} from '../scheduling/timer.js';
import {unclobbered} from '../dom/unclobbered.js';
import type {SessionErrorCode} from '../values/session-error.js';

/** The upper limit of the first delay, in milliseconds; it doubles with each further delay. */
const FIRST_WAIT = 1_000;
/** The upper limit of any delay, in milliseconds. */
const LONGEST_WAIT = 60_000;
/** A connection that lasted this long, in milliseconds, resets the delay. */
const STABLE = 60_000;

const FINAL_REASONS: DisconnectReason[] = ['clientDisconnected', 'forceDisconnected'];
const RETRYABLE_ERRORS: SessionErrorCode[] = [
  'connect-failed',
  'credentials-unavailable',
  'engine-load-failed',
  'sdk-load-failed',
  'session-full',
  'timed-out',
];

/** Whether to rejoin a session that ended for this reason: not after leaving or being removed. */
export function isRecoverable(reason: DisconnectReason): boolean {
  return !FINAL_REASONS.includes(reason);
}

/** Whether an attempt that failed with this error may succeed later, with the same configuration. */
export function isRetryable(code: SessionErrorCode): boolean {
  return RETRYABLE_ERRORS.includes(code);
}

/**
 * When to connect again: exponential backoff with full jitter, so that many pages that were disconnected together do not
 * reconnect together.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export class ReconnectPolicy {
  #waits = 0;
  #connectedAt = Infinity;
  #waiting: AbortController | undefined;

  /** Call this when the session has connected. */
  connected(): void {
    this.#connectedAt = performance.now();
  }

  /** Call this when the session has disconnected, for whatever reason. */
  disconnected(): void {
    if (performance.now() - this.#connectedAt > STABLE) this.#waits = 0;
    this.#connectedAt = Infinity;
  }

  /**
   * Calls back once, after a delay. The browser's `online` event ends the delay early; after `mediaIdle`, a hidden page waits
   * until it is visible.
   *
   * @param atLeast the minimum delay, in milliseconds, that no event shortens
   */
  wait(reason: DisconnectReason | SessionErrorCode, retry: () => void, atLeast: number = 0): void {
    this.cancel();
    const delay = Math.random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#waits++);
    const earliest = performance.now() + atLeast;
    const {signal} = (this.#waiting = new AbortController());
    const proceed = () => {
      // an idle tab that rejoined would be disconnected again after some hours, indefinitely, at the site's cost
      if (reason === 'mediaIdle' && isHidden()) return;
      this.cancel();
      retry();
    };
    startTimer(Math.max(delay, atLeast), signal, proceed);
    const online = () => {
      if (performance.now() >= earliest) proceed();
    };
    if (typeof addEventListener === 'function') addEventListener('online', online, {signal});
    if (reason === 'mediaIdle' && typeof document === 'object') {
      unclobbered(document).addEventListener('visibilitychange', proceed, {signal});
    }
  }

  cancel(): void {
    this.#waiting?.abort();
  }
}

function isHidden(): boolean {
  return typeof document === 'object' && unclobbered(document).visibilityState === 'hidden';
}
