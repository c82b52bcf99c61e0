import {noteRetryAfter} from './retry-after.js';

/** Receives a part of a response. Replaces the browser's error, which is less specific. */
export type Receive = <Part>(part: Promise<Part>) => Promise<Part>;
/** Sets the time limit for the next part of a response, in milliseconds, and the message of the error if it is exceeded. */
export type ExpectWithin = (time: number, failure: string) => void;

/**
 * Requests an endpoint by `fetch()`, with a time limit for its response.
 *
 * @param timeLimit in milliseconds
 * @param read reads the response; the request ends when it has finished
 * @throws {Error} why there was no answer; or what `read` throws
 */
export async function requestEndpoint<Result>(
  url: URL,
  init: RequestInit,
  timeLimit: number,
  signal: AbortSignal,
  read: (response: Response, receive: Receive, expectWithin: ExpectWithin) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  let message = 'no answer (offline, or blocked by CSP or CORS)';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    clearTimeout(timer);
    controller.abort();
  };
  const expectWithin: ExpectWithin = (time, failure) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      message = failure;
      end();
    }, time);
  };
  const receive: Receive = (part) =>
    part.catch((cause: unknown) => {
      throw new Error(message, {cause});
    });
  signal.addEventListener('abort', end, controller);
  expectWithin(timeLimit, `no answer within ${timeLimit / 1000} s`);
  try {
    const response = await receive(fetch(url, {...init, signal: controller.signal}));
    noteRetryAfter(url, response);
    return await read(response, receive, expectWithin);
  } finally {
    end();
  }
}
