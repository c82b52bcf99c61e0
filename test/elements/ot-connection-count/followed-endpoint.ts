import {expect} from '@open-wc/testing';
import {CountSource} from '../../../src/elements/ot-connection-count/count-source.js';
import {captureConsole, logged} from '../../fakes/console.js';
import {endpoint} from '../../endpoints.js';
import {restoreDocument, setVisibility} from '../../fakes/fake-document.js';

/** The endpoint of the test that runs: the endpoints count what they are asked, and are the same for all browsers. */
export let name: string;
export let stop: AbortController;
export let received: string[];
let waiting: (() => void)[];
/** Sources that have ended. */
export let ended: number;

/** From here on, each test of the file has an endpoint of its own, and follows nothing when it is over. */
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

/** Resolves when this many numbers were told. */
export async function untilReceived(number: number): Promise<string[]> {
  while (received.length < number) await new Promise<void>((resolve) => waiting.push(resolve));
  return received;
}

/** Resolves when the console has been told. */
export async function warned(): Promise<string> {
  while (logged.length === 0) await wait(5);
  return logged.join('\n');
}

/** Follows an endpoint that answers this, faster than a page may. */
export function follow(
  body: unknown,
  how: Record<string, string | number> = {},
  {
    refresh = 50,
    leastPause = 0,
    longestWait = 200,
    from = '',
  }: {
    refresh?: number;
    leastPause?: number;
    longestWait?: number;
    from?: string;
  } = {},
): CountSource {
  const src = from + endpoint(body, {name, ...how});
  const source = new CountSource(new URL(src, document.baseURI), () => ended++, {
    leastRefresh: 20,
    leastPause,
    longestWait,
  });
  source.follow(notify, refresh, stop.signal);
  return source;
}

/** Stops following; what follows from now on has another signal. */
export function stopFollowing(): void {
  stop.abort();
  stop = new AbortController();
}

/** Has each request answered by a stream that says this, and is cut off after the last, unless that is `open`; gives when it was asked. */
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

/** The times of all requests, made as they are. */
export function requests(): number[] {
  const {fetch} = globalThis;
  const times: number[] = [];
  stop.signal.addEventListener('abort', () => (globalThis.fetch = fetch));
  globalThis.fetch = (...args) => (times.push(performance.now()), fetch(...args));
  return times;
}

export const leastGap = (times: number[]) => Math.min(...times.slice(1).map((time, i) => time - times[i]!));
