import {callReportingErrors} from '../../scheduling/call-reporting-errors.js';
import {srcAttribute} from '../../values/resolved-url.js';
import {LONGEST_RETRY_AFTER} from '../../values/longest-retry-after.js';
import {pageSingleton} from '../../values/page-singleton.js';
import {retryAfter} from '../../values/retry-after.js';
import {unclobbered} from '../../dom/unclobbered.js';
import {startTimer} from '../../scheduling/timer.js';
import {isPrerendering, whenActivated} from '../../scheduling/when-activated.js';
import {type CountCallbacks, fetchCount} from './fetch-count.js';
import {acquirePermit} from './request-permits.js';

/** Called with each number, and when the last one becomes stale; NaN while there is none. */
export type CountListener = (count: number, stale: boolean) => void;

/** In milliseconds. */
const TIMINGS = {
  /** The minimum time between two numbers, whatever `refresh` says. */
  leastRefresh: 5_000,
  /** The minimum time between two requests, such as after the page was hidden, or was offline. */
  leastPause: 1_000,
  /** The maximum delay after failures, unless the server requests a longer one. */
  maxDelay: 300_000,
};

/**
 * The endpoint at the `src` of one or more ot-connection-counts: polls it, or follows its stream, and notifies all of them.
 */
export class CountEndpoint {
  readonly #url: URL;
  readonly #timings: typeof TIMINGS;
  readonly #ended: () => void;
  readonly #end = new AbortController();
  /** The followers, and how often each needs a number, in milliseconds. */
  readonly #followers = new Map<CountListener, number>();
  #count = NaN;
  #isStale = false;
  /** The number of failures since the last complete response, or the last stream that lasted. */
  #failures = 0;
  /** When the current pause began; reset to end the pause early. */
  #pauseBeganAt = -Infinity;
  /** When the last request began. */
  #requestedAt = -Infinity;
  /** When the last request ended, successful or not. */
  #endedAt = -Infinity;
  /** The reconnection time that the stream has set, in milliseconds. */
  #retry = 0;
  /** Whether the server has responded with 204 No Content. */
  #isStopped = false;
  /** A random factor for the delay, so that pages do not all make their requests at the same time. */
  #jitter = 1;
  #request: AbortController | undefined;
  /** The wait for the next request. */
  #waiting = new AbortController();

  /** @param ended called when the last follower is gone */
  constructor(url: URL, ended: () => void, timings: typeof TIMINGS = TIMINGS) {
    this.#url = url;
    this.#ended = ended;
    this.#timings = timings;
    const {signal} = this.#end;
    const plan = () => {
      this.#plan();
    };
    unclobbered(document).addEventListener('visibilitychange', plan, {signal});
    // back from the back/forward cache
    addEventListener('pageshow', plan, {signal});
    const online = () => {
      if (this.#failures > 0) this.#pauseBeganAt = -Infinity;
      this.#plan();
    };
    addEventListener('online', online, {signal});
    if (isPrerendering()) void whenActivated(signal).then(plan, () => undefined);
    signal.addEventListener('abort', () => {
      this.#giveUp();
      this.#waiting.abort();
    });
  }

  /**
   * Calls the listener with each number until the signal is aborted; immediately, if there is one already.
   *
   * @param refresh the maximum age of a number, in milliseconds; of several followers' values, the smallest applies
   */
  follow(listener: CountListener, refresh: number, signal: AbortSignal): void {
    this.#followers.set(listener, Math.max(this.#timings.leastRefresh, refresh));
    signal.addEventListener('abort', () => {
      this.#followers.delete(listener);
      // the element may be about to be replaced by another one
      setTimeout(() => {
        if (this.#followers.size > 0 || this.#end.signal.aborted) return;
        this.#end.abort();
        this.#ended();
      });
    });
    if (!Number.isNaN(this.#count)) listener(this.#count, this.#isStale);
    this.#plan();
  }

  /** Makes a request if one is due, or schedules it. There are no requests while the page is hidden. */
  #plan(): void {
    this.#waiting.abort();
    if (unclobbered(document).visibilityState === 'hidden' || isPrerendering()) {
      this.#isStopped = false;
      this.#giveUp();
      return;
    }
    if (this.#request || this.#isStopped || this.#followers.size === 0) return;
    const wait = Math.max(
      left(this.#pauseBeganAt, this.#pause()),
      left(this.#requestedAt, this.#timings.leastPause),
      left(this.#endedAt, this.#retry),
      retryAfter(this.#url),
    );
    if (wait <= 0) {
      void this.#makeRequest();
      return;
    }
    this.#waiting = new AbortController();
    startTimer(Math.ceil(wait), this.#waiting.signal, () => {
      this.#plan();
    });
  }

  #pause(): number {
    const refresh = Math.min(...this.#followers.values());
    if (this.#failures === 0) return this.#jitter * refresh;
    return this.#jitter * Math.min(this.#timings.maxDelay, refresh * 2 ** (this.#failures - 1));
  }

  async #makeRequest(): Promise<void> {
    const request = (this.#request = new AbortController());
    const {signal} = request;
    try {
      const permit = await acquirePermit(this.#url.origin, signal);
      try {
        signal.throwIfAborted();
        const requestedAt = (this.#requestedAt = Date.now());
        const kind = await fetchCount(
          this.#url,
          {mayStream: permit.mayStream},
          this.#callbacks(requestedAt, signal),
          signal,
        );
        if (kind === 'nothing') this.#stop();
        this.#failures = 0;
        // when a server goes down, all its streams end at the same time, so spread the reconnections
        this.#jitter = kind === 'stream' ? jitter() : 1;
      } finally {
        permit.release();
      }
    } catch (error) {
      if (signal.aborted) return;
      this.#failed((error as Error).message);
    }
    if (signal.aborted) return;
    this.#requestEnded();
    this.#pauseBeganAt = Date.now();
    this.#plan();
  }

  #callbacks(requestedAt: number, signal: AbortSignal): CountCallbacks {
    return {
      count: (count) => {
        if (signal.aborted) return;
        this.#count = count;
        this.#isStale = false;
        // only once the stream has lasted: one that fails soon after it is opened each time still needs increasing delays
        if (Date.now() - requestedAt >= this.#timings.maxDelay) this.#failures = 0;
        this.#notify();
      },
      retry: (time) => {
        this.#retry = Math.min(time, LONGEST_RETRY_AFTER);
      },
    };
  }

  #stop(): void {
    this.#isStopped = true;
    this.#markStale();
    console.warn(
      `<ot-connection-count ${srcAttribute(this.#url)}>: 204 No Content. ` +
        'There are no further requests until the page has been hidden and shown again, or src changes.',
    );
  }

  #failed(why: string): void {
    this.#jitter = jitter();
    this.#markStale();
    // warns once per series of failures
    if (this.#failures++ > 0) return;
    console.warn(
      `<ot-connection-count ${srcAttribute(this.#url)}>: ${why}. ` +
        'It must respond with {"count": 12}, or send that as server-sent events. Requests continue at increasing intervals.',
    );
  }

  #markStale(): void {
    const wasStale = this.#isStale;
    this.#isStale = !Number.isNaN(this.#count);
    if (this.#failures === 0 || wasStale !== this.#isStale) this.#notify();
  }

  #notify(): void {
    for (const listener of [...this.#followers.keys()]) {
      callReportingErrors(() => {
        // an earlier one may have removed it
        if (this.#followers.has(listener)) listener(this.#count, this.#isStale);
      });
    }
  }

  #giveUp(): void {
    if (!this.#request) return;
    this.#request.abort();
    this.#requestEnded();
  }

  #requestEnded(): void {
    this.#request = undefined;
    this.#endedAt = Date.now();
  }
}

/** How much is left of a pause that began at `since`; never more than `pause`, even if the clock was set back. */
function left(since: number, pause: number): number {
  return Math.min(since + pause - Date.now(), pause);
}

/** A random number from 0.5 to 1. */
function jitter(): number {
  return (1 + Math.random()) / 2;
}

/** The page's endpoints by URL. */
const endpoints = pageSingleton(
  'ot-elements.count-endpoints.1',
  () => new Map<string, Pick<CountEndpoint, 'follow'>>(),
);

/**
 * Calls the listener with each number of an endpoint until the signal is aborted.
 *
 * @param refresh the maximum age of a number, in milliseconds
 */
export function followCount(url: URL, refresh: number, listener: CountListener, signal: AbortSignal): void {
  const {href} = url;
  let endpoint = endpoints.get(href);
  if (!endpoint) endpoints.set(href, (endpoint = new CountEndpoint(url, () => endpoints.delete(href))));
  endpoint.follow(listener, refresh, signal);
}
