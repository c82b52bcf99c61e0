import {tellable} from '../session/endpoint-words.js';
import {requestCount} from './request-count.js';

/** Told of each answer, and when the last number is not to be relied on any more; NaN as long as there is none. */
export type TellCount = (count: number, stale: boolean) => void;

/** In milliseconds. */
const TIMINGS = {
  /** Nobody is asked more often, whatever the wish. */
  leastRefresh: 5_000,
  /** Nor sooner after the last time, when that was given up as the page was hidden, or the network is back. */
  leastPause: 1_000,
  /** After failures, no wait is longer than this. */
  longestWait: 300_000,
};
/** What setTimeout() can do, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** An endpoint that says how many there are, asked once for all who want to know. */
export class CountSource {
  readonly #address: URL;
  readonly #src: string;
  readonly #timings: typeof TIMINGS;
  readonly #ended: () => void;
  readonly #end = new AbortController();
  /** Who wants to know, and how often, in milliseconds. */
  readonly #followers = new Map<TellCount, number>();
  #count = NaN;
  #isStale = false;
  /** Failures since the last answer that was one to its end, or stream that lived for long. */
  #failures = 0;
  /** When the last answer ended, or the last failure was. */
  #since = -Infinity;
  /** When it was last asked. */
  #asked = -Infinity;
  /** By how much the wait is shorter than it might be, so that not all pages of the world ask together. */
  #jitter = 1;
  #asking: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param src its address as somebody wrote it, for the console
   * @param ended called when nobody wants to know any more
   */
  constructor(address: URL, src: string, ended: () => void, timings: typeof TIMINGS = TIMINGS) {
    this.#address = address;
    this.#src = tellable(src);
    this.#ended = ended;
    this.#timings = timings;
    const {signal} = this.#end;
    const plan = () => {
      this.#plan();
    };
    document.addEventListener('visibilitychange', plan, {signal});
    // back from the back/forward cache
    addEventListener('pageshow', plan, {signal});
    const online = () => {
      if (this.#failures > 0) this.#since = -Infinity;
      this.#plan();
    };
    addEventListener('online', online, {signal});
    signal.addEventListener('abort', () => {
      this.#giveUp();
      clearTimeout(this.#timer);
    });
  }

  /**
   * Tells of the number until the signal is aborted; at once, if there is something to tell.
   *
   * @param refresh how old a number may be, in milliseconds; of several wishes, the smallest counts
   */
  follow(tell: TellCount, refresh: number, signal: AbortSignal): void {
    this.#followers.set(tell, Math.max(this.#timings.leastRefresh, refresh || 0));
    signal.addEventListener('abort', () => {
      this.#followers.delete(tell);
      // an element may be replaced by another one
      setTimeout(() => {
        if (this.#followers.size > 0 || this.#end.signal.aborted) return;
        this.#end.abort();
        this.#ended();
      });
    });
    if (!Number.isNaN(this.#count)) tell(this.#count, this.#isStale);
    this.#plan();
  }

  /** Asks if that is due, or sees to it that it will be. Nothing is asked, nor heard, while nobody looks at the page. */
  #plan(): void {
    clearTimeout(this.#timer);
    if (document.visibilityState === 'hidden') {
      this.#giveUp();
      return;
    }
    if (this.#asking || this.#followers.size === 0) return;
    const wait = Math.max(left(this.#since, this.#pause()), left(this.#asked, this.#timings.leastPause));
    if (wait <= 0) {
      void this.#ask();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#plan();
    }, wait);
  }

  #pause(): number {
    const refresh = Math.min(...this.#followers.values());
    if (this.#failures === 0) return this.#jitter * refresh;
    return this.#jitter * Math.min(this.#timings.longestWait, refresh * 2 ** (this.#failures - 1));
  }

  async #ask(): Promise<void> {
    const asking = (this.#asking = new AbortController());
    const {signal} = asking;
    const asked = (this.#asked = Date.now());
    const heard = (count: number) => {
      if (signal.aborted) return;
      this.#count = count;
      this.#isStale = false;
      // not at once: one that starts well and then fails, each time, is to be asked less and less often as well
      if (Date.now() - asked >= this.#timings.longestWait) this.#failures = 0;
      this.#tell();
    };
    try {
      const wasStream = await requestCount(this.#address, heard, signal);
      this.#failures = 0;
      // when a server goes down, all its streams end
      this.#jitter = wasStream ? jitter() : 1;
    } catch (error) {
      if (signal.aborted) return;
      this.#failed((error as Error).message);
    }
    if (signal.aborted) return;
    this.#asking = undefined;
    this.#since = Date.now();
    this.#plan();
  }

  #failed(why: string): void {
    this.#jitter = jitter();
    const wasStale = this.#isStale;
    this.#isStale = !Number.isNaN(this.#count);
    if (this.#failures === 0 || wasStale !== this.#isStale) this.#tell();
    // once for as long as it lasts
    if (this.#failures++ > 0) return;
    console.warn(
      `<ot-connection-count src="${this.#src}">: ${why}. ` +
        'It has to answer {"count": 12}, or send that as server-sent events. It is asked again, less and less often.',
    );
  }

  #tell(): void {
    for (const tell of [...this.#followers.keys()]) tell(this.#count, this.#isStale);
  }

  #giveUp(): void {
    this.#asking?.abort();
    this.#asking = undefined;
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

/** The page's endpoints by address, shared by all copies of this package in the page. */
type Sources = Map<string, Pick<CountSource, 'follow'>>;
const page = globalThis as Partial<Record<symbol, Sources>>;
const sources = (page[Symbol.for('ot-elements.count-sources.1')] ??= new Map() as Sources);

/**
 * Tells what an endpoint says until the signal is aborted.
 *
 * @param refresh in seconds
 */
export function followCount(src: string, base: string, refresh: number, tell: TellCount, signal: AbortSignal): void {
  let address: URL;
  try {
    address = new URL(src, base);
  } catch {
    console.warn(`<ot-connection-count src="${tellable(src)}">: that is no address.`);
    return;
  }
  address.hash = '';
  const {href} = address;
  let source = sources.get(href);
  if (!source) sources.set(href, (source = new CountSource(address, src, () => sources.delete(href))));
  source.follow(tell, refresh * 1000, signal);
}
