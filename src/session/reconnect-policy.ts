import type {DisconnectReason} from '../engines/engine.js';
import {unclobbered} from '../dom/unclobbered.js';
import type {SessionErrorCode} from '../values/session-error.js';

/** The first wait is at most this long, in milliseconds; each further one at most twice the one before. */
const FIRST_WAIT = 1_000;
/** No wait is longer than this, in milliseconds. */
const LONGEST_WAIT = 60_000;
/** A connection that held this long, in milliseconds, was a good one: the waits begin anew. */
const HELD = 60_000;

const FINAL_REASONS: DisconnectReason[] = ['clientDisconnected', 'forceDisconnected'];
const PASSING_ERRORS: SessionErrorCode[] = [
  'connect-failed',
  'credentials-unavailable',
  'engine-load-failed',
  'sdk-load-failed',
  'session-full',
  'timed-out',
];

/** Whether a session that ended for this reason is to be joined again: not if we left, nor if we were removed. */
export function isRecoverable(reason: DisconnectReason): boolean {
  return !FINAL_REASONS.includes(reason);
}

/** Whether an attempt that failed so may succeed later, with nothing changed. */
export function isRetryable(code: SessionErrorCode): boolean {
  return PASSING_ERRORS.includes(code);
}

/**
 * When to try again: exponential back-off with full jitter, so that a thousand pages which were thrown out together do
 * not come back together.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export class ReconnectPolicy {
  #waits = 0;
  #connectedAt = Infinity;
  #waiting: AbortController | undefined;

  /** The session is connected. */
  connected(): void {
    this.#connectedAt = performance.now();
  }

  /** The session is no longer connected, for whatever reason. */
  disconnected(): void {
    if (performance.now() - this.#connectedAt > HELD) this.#waits = 0;
    this.#connectedAt = Infinity;
  }

  /**
   * Calls back once, later. The browser's `online` event ends the wait early; an idle page waits until it is looked at.
   *
   * @param atLeast no event ends the wait before this time, in milliseconds
   */
  wait(reason: DisconnectReason | SessionErrorCode, again: () => void, atLeast: number = 0): void {
    this.cancel();
    const delay = Math.random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#waits++);
    const earliest = performance.now() + atLeast;
    const waiting = (this.#waiting = new AbortController());
    const {signal} = waiting;
    const proceed = () => {
      // an idle tab that rejoined at once would be thrown out again in some hours, at the owner's cost, for ever
      if (reason === 'mediaIdle' && isHidden()) return;
      this.cancel();
      again();
    };
    const timer = setTimeout(proceed, Math.max(delay, atLeast));
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
    });
    const online = () => {
      if (performance.now() >= earliest) proceed();
    };
    if (typeof addEventListener === 'function') addEventListener('online', online, {signal});
    if (reason === 'mediaIdle' && typeof document === 'object') {
      unclobbered(document).addEventListener('visibilitychange', proceed, {signal});
    }
  }

  /** Ends the wait; nobody is called back. */
  cancel(): void {
    this.#waiting?.abort();
    this.#waiting = undefined;
  }
}

function isHidden(): boolean {
  return typeof document === 'object' && unclobbered(document).visibilityState === 'hidden';
}
