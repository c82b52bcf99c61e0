import {callReportingErrors} from '../scheduling/call-reporting-errors.js';
import {createQueue} from '../scheduling/queue.js';
import type {Session} from './session.js';
import {SessionEvent} from './session-events.js';
import {SessionListeners} from './session-listeners.js';

/** Called with every event of a session, after its listeners. */
export type SessionObserver = (event: SessionEvent) => void;

/** How many times in a row connectionCountChange may report the same count. */
const MAX_REPEATS = 10;

/**
 * Dispatches a session's events. Every listener and observer receives them in the same order.
 *
 * The session's state changes immediately; events that a listener causes are queued until all listeners and observers have
 * received the current one. Otherwise, the next listener would learn that a connection was destroyed before it learns that
 * it was created.
 */
export class SessionDispatcher {
  readonly listeners = new SessionListeners();
  readonly #session: Session;
  readonly #observers = new Set<{observer: SessionObserver; signal: AbortSignal}>();
  readonly #queue = createQueue(() => {
    this.#reportCount();
  });
  /** The last count that was reported. */
  #reportedCount = NaN;
  #isReporting = false;
  /** Whether a listener has seen a count other than the one being reported. */
  #isOutdated = false;
  /** How many times in a row the same count has been reported. */
  #repeats = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Adds an observer until the signal is aborted. */
  observe(observer: SessionObserver, signal: AbortSignal): void {
    if (signal.aborted) return;
    const entry = {observer, signal};
    this.#observers.add(entry);
    signal.addEventListener('abort', () => this.#observers.delete(entry));
  }

  /** Queues events, and the default action that follows them. */
  dispatch(events: readonly SessionEvent[], defaultAction?: () => void): void {
    this.#queue(() => {
      for (const event of events) {
        this.listeners.dispatch(event);
        for (const {observer, signal} of [...this.#observers]) {
          // an earlier observer may have aborted it
          if (!signal.aborted) {
            callReportingErrors(() => {
              observer(event);
            });
          }
        }
      }
      defaultAction?.();
    });
  }

  /** Dispatches connectionCountChange if the count has changed, once the queue is empty. */
  countChanged(): void {
    // the remaining listeners of the current event see the new count, so it must be reported even if it changes back
    if (this.#isReporting && !Object.is(this.#session.connectionCount, this.#reportedCount)) this.#isOutdated = true;
    this.#queue();
  }

  #reportCount(): void {
    const count = this.#session.connectionCount;
    const isSame = Object.is(count, this.#reportedCount);
    this.#repeats = isSame ? this.#repeats + 1 : 0;
    // a listener that changes the count back and forth each time would cause an infinite loop
    if (isSame && (!this.#isOutdated || this.#repeats > MAX_REPEATS)) return;
    this.#isOutdated = false;
    this.#reportedCount = count;
    this.#isReporting = true;
    try {
      this.dispatch([new SessionEvent('connectionCountChange', this.#session)]);
    } finally {
      this.#isReporting = false;
    }
  }
}
