import {callReportingErrors} from '../../scheduling/call-reporting-errors.js';
import {srcAttribute} from '../../values/resolved-url.js';
import {LONGEST_RETRY_AFTER} from '../../values/longest-retry-after.js';
import {retryAfter} from '../../values/retry-after.js';
import {unclobbered} from '../../dom/unclobbered.js';
import {isPrerendering, whenActivated} from '../../scheduling/when-activated.js';
import {type CountReader, requestCount} from './request-count.js';
import {requestSlot} from './request-slots.js';

/** Called with each answer, and when the last number is stale; NaN as long as there is none. */
export type CountListener = (count: number, stale: boolean) => void;

/** In milliseconds. */
const TIMINGS = {
  /** No endpoint is requested more often, whatever `refresh` says. */
  leastRefresh: 5_000,
  /** Nor sooner after the last time, when that was given up as the page was hidden, or the network is back. */
  leastPause: 1_000,
  /** After failures, no wait is longer than this, unless the server asks for it. */
  longestWait: 300_000,
};

/** What setTimeout() can do, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** An endpoint that answers with a count, requested once for all who follow it. */
export class CountSource {
  readonly #url: URL;
  readonly #timings: typeof TIMINGS;
  readonly #ended: () => void;
  readonly #end = new AbortController();
  /** Who follows it, and how often, in milliseconds. */
  readonly #followers = new Map<CountListener, number>();
  #count = NaN;
  #isStale = false;
  /** Failures since the last answer that was one to its end, or stream that lived for long. */
  #failures = 0;
  /** When the last answer ended, or the last failure was. */
  #since = -Infinity;
  /** When the last request was made. */
  #requestedAt = -Infinity;
  /** When the last request ended, however it did. */
  #endedAt = -Infinity;
  /** How long after that the stream is not to be opened again, as it said itself. */
  #retry = 0;
  /** The server answered that there is nothing to request: 204. */
  #isStopped = false;
  /** By how much the wait is shorter than it might be, so that not all pages make their requests together. */
  #jitter = 1;
  #request: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param ended called when nobody follows it any more */
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
      if (this.#failures > 0) this.#since = -Infinity;
      this.#plan();
    };
    addEventListener('online', online, {signal});
    if (isPrerendering()) void whenActivated(signal).then(plan, () => undefined);
    signal.addEventListener('abort', () => {
      this.#giveUp();
      clearTimeout(this.#timer);
    });
  }

  /**
   * Calls the listener with each number until the signal is aborted; at once, if there is one.
   *
   * @param refresh how old a number may be, in milliseconds; of several, the smallest counts
   */
  follow(listener: CountListener, refresh: number, signal: AbortSignal): void {
    this.#followers.set(listener, Math.max(this.#timings.leastRefresh, refresh || 0));
    signal.addEventListener('abort', () => {
      this.#followers.delete(listener);
      // an element may be replaced by another one
      setTimeout(() => {
        if (this.#followers.size > 0 || this.#end.signal.aborted) return;
        this.#end.abort();
        this.#ended();
      });
    });
    if (!Number.isNaN(this.#count)) listener(this.#count, this.#isStale);
    this.#plan();
  }

  /** Makes a request if that is due, or sees to it that it will be. While the page is hidden, there is none. */
  #plan(): void {
    clearTimeout(this.#timer);
    if (unclobbered(document).visibilityState === 'hidden' || isPrerendering()) {
      this.#isStopped = false;
      this.#giveUp();
      return;
    }
    if (this.#request || this.#isStopped || this.#followers.size === 0) return;
    const wait = Math.max(
      left(this.#since, this.#pause()),
      left(this.#requestedAt, this.#timings.leastPause),
      left(this.#endedAt, this.#retry),
      retryAfter(this.#url),
    );
    if (wait <= 0) {
      void this.#makeRequest();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#plan();
    }, Math.ceil(wait));
  }

  #pause(): number {
    const refresh = Math.min(...this.#followers.values());
    if (this.#failures === 0) return this.#jitter * refresh;
    return this.#jitter * Math.min(this.#timings.longestWait, refresh * 2 ** (this.#failures - 1));
  }

  async #makeRequest(): Promise<void> {
    const request = (this.#request = new AbortController());
    const {signal} = request;
    try {
      const slot = await requestSlot(this.#url.origin, signal);
      try {
        signal.throwIfAborted();
        const requestedAt = (this.#requestedAt = Date.now());
        const answer = await requestCount(this.#url, slot, this.#reader(requestedAt, signal), signal);
        if (answer === 'nothing') this.#stop();
        this.#failures = 0;
        // when a server goes down, all its streams end
        this.#jitter = answer === 'stream' ? jitter() : 1;
      } finally {
        slot.release();
      }
    } catch (error) {
      if (signal.aborted) return;
      this.#failed((error as Error).message);
    }
    if (signal.aborted) return;
    this.#requestEnded();
    this.#since = Date.now();
    this.#plan();
  }

  #reader(requestedAt: number, signal: AbortSignal): CountReader {
    return {
      count: (count) => {
        if (signal.aborted) return;
        this.#count = count;
        this.#isStale = false;
        // not at once: one that starts well and then fails, each time, is to be requested less and less often as well
        if (Date.now() - requestedAt >= this.#timings.longestWait) this.#failures = 0;
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
        'There are no more requests until the page was hidden and is visible again, or src changes.',
    );
  }

  #failed(why: string): void {
    this.#jitter = jitter();
    this.#markStale();
    // once for as long as it lasts
    if (this.#failures++ > 0) return;
    console.warn(
      `<ot-connection-count ${srcAttribute(this.#url)}>: ${why}. ` +
        'It has to answer {"count": 12}, or send that as server-sent events. It is asked again, less and less often.',
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

/** How much is left of a pause that began then; never more than all of it, for clocks are put back at times. */
function left(since: number, pause: number): number {
  return Math.min(since + pause - Date.now(), pause, LONGEST_TIMER);
}

/** From a half to one. */
function jitter(): number {
  return (1 + Math.random()) / 2;
}

/** The page's endpoints by URL, shared by all copies of this package in the page. */
type Sources = Map<string, Pick<CountSource, 'follow'>>;
const page = globalThis as Partial<Record<symbol, Sources>>;
const sources = (page[Symbol.for('ot-elements.count-sources.1')] ??= new Map() as Sources);

/**
 * Calls the listener with each number of an endpoint until the signal is aborted.
 *
 * @param refresh in seconds
 */
export function followCount(url: URL, refresh: number, listener: CountListener, signal: AbortSignal): void {
  const {href} = url;
  let source = sources.get(href);
  if (!source) sources.set(href, (source = new CountSource(url, () => sources.delete(href))));
  source.follow(listener, refresh * 1000, signal);
}
