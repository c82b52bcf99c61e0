import {expect} from '@open-wc/testing';
import {CountEndpoint} from '../../../src/elements/ot-connection-count/count-endpoint.js';
import {captureConsole, logged} from '../../fakes/console.js';
import {endpoint} from '../../endpoints.js';
import {restoreDocument, setVisibility} from '../../fakes/fake-document.js';

/** The name of the endpoint of the current test: endpoints count their requests, for all browsers. */
export let name: string;
export let stop: AbortController;
export let received: string[];
let waiting: (() => void)[];
/** The number of sources that have ended. */
export let ended: number;

/** From here on, each test of the file has its own endpoint, and stops following it at the end. */
export function useFollowedEndpoint(): void {
  beforeEach(() => {
    setVisibility('visible');
    name = `count-${crypto.randomUUID()}`;
    stop = new AbortController();
    received = [];
    waiting = [];
    ended = 0;
  });

  afterEach(async () => {
    stop.abort();
    await wait(0);
    restoreDocument();
    expect(logged.join()).not.to.contain('hunter2');
  });
  captureConsole();
}

export const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export const notify = (count: number, stale: boolean) => {
  received.push(stale ? `${count} stale` : String(count));
  for (const go of waiting.splice(0)) go();
};

/** Resolves when this many numbers have been received. */
export async function untilReceived(number: number): Promise<string[]> {
  while (received.length < number) await new Promise<void>((resolve) => waiting.push(resolve));
  return received;
}

/** Resolves with the messages when something has been logged. */
export async function warned(): Promise<string> {
  while (logged.length === 0) await wait(5);
  return logged.join('\n');
}

/** Follows an endpoint with this response, faster than a page may. */
export function follow(
  body: unknown,
  how: Record<string, string | number> = {},
  {
    refresh = 50,
    leastPause = 0,
    maxDelay = 200,
    from = '',
  }: {
    refresh?: number;
    leastPause?: number;
    maxDelay?: number;
    from?: string;
  } = {},
): CountEndpoint {
  const src = from + endpoint(body, {name, ...how});
  const source = new CountEndpoint(new URL(src, document.baseURI), () => ended++, {
    leastRefresh: 20,
    leastPause,
    maxDelay,
  });
  source.follow(notify, refresh, stop.signal);
  return source;
}

/** Stops following, and replaces the signal. */
export function stopFollowing(): void {
  stop.abort();
  stop = new AbortController();
}

/** Answers each request with a stream of these messages, which fails after the last unless that is `open`. Returns the times of the requests. */
export function streaming(...messages: string[]): number[] {
  const {fetch} = globalThis;
  const times: number[] = [];
  stop.signal.addEventListener('abort', () => (globalThis.fetch = fetch));
  globalThis.fetch = () => {
    times.push(performance.now());
    const body = new ReadableStream({
      async start(controller) {
        for (const message of messages) {
          if (message === 'open') return;
          controller.enqueue(new TextEncoder().encode(`data: ${message}\n\n`));
          await wait(10);
        }
        controller.error(new TypeError('cut'));
      },
    });
    return Promise.resolve(new Response(body, {headers: {'content-type': 'text/event-stream'}}));
  };
  return times;
}

/** The times of all requests. */
export function requests(): number[] {
  const {fetch} = globalThis;
  const times: number[] = [];
  stop.signal.addEventListener('abort', () => (globalThis.fetch = fetch));
  globalThis.fetch = (...args) => (times.push(performance.now()), fetch(...args));
  return times;
}

export const leastGap = (times: number[]) => Math.min(...times.slice(1).map((time, i) => time - times[i]!));
