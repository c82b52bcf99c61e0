import {endpointReason} from '../../values/endpoint-reason.js';
import {requestEndpoint} from '../../values/request-endpoint.js';
import {redactUrl} from '../../values/resolved-url.js';
import {LARGEST, eventStream} from './event-stream.js';

/** The time limit of a request, in milliseconds. */
const TIME_LIMIT = 10_000;
/** How long a stream may be silent before it is closed, in milliseconds. */
const MAX_SILENCE = 120_000;

/** Called with what a response contains. */
export interface CountCallbacks {
  /** A whole number of at least 0. */
  readonly count: (count: number) => void;
  /** The delay before a stream is opened again, in milliseconds. */
  readonly retry: (time: number) => void;
}

/** The kind of a response: a number, a stream of numbers, or 204 No Content. */
export type ResponseKind = 'number' | 'stream' | 'nothing';

export interface FetchCountOptions {
  /** Whether the response may be a stream. If it is one anyway, only its first number is read. */
  readonly mayStream: boolean;
  /** The time limit for the response, in milliseconds. */
  readonly timeLimit?: number;
  /** How long a stream may be silent, in milliseconds. */
  readonly silence?: number;
}

/**
 * Makes one request for a count: fetches the number as JSON, or reads a stream of server-sent events to its end.
 *
 * @returns the kind of the response, once that has ended
 * @throws {Error} saying what is wrong with the endpoint; any value if the signal is aborted
 */
export function fetchCount(
  url: URL,
  {mayStream, timeLimit = TIME_LIMIT, silence = MAX_SILENCE}: FetchCountOptions,
  callbacks: CountCallbacks,
  signal: AbortSignal,
): Promise<ResponseKind> {
  const headers = {accept: mayStream ? 'application/json, text/event-stream' : 'application/json'};
  // revalidates: the server may respond with 304 Not Modified
  const init: RequestInit = {cache: 'no-cache', headers};
  return requestEndpoint(url, init, timeLimit, signal, async (response, receive, expectWithin) => {
    if (response.status === 204) return 'nothing';
    const type = response.headers.get('content-type') ?? '';
    const isStream = response.ok && /^text\/event-stream\b/i.test(type);
    // `as boolean`, since TypeScript does not see that `read()` changes it
    let hasNumber = false as boolean;
    const read = (text: string) => {
      // one number is enough
      if (hasNumber && !mayStream) return;
      callbacks.count(countOf(response, text, url));
      hasNumber = true;
    };
    let text = '';
    const take = isStream
      ? eventStream({message: read, retry: callbacks.retry})
      : (chunk: string) => {
          text += chunk;
          if (text.length > LARGEST) throw new Error(`a response of more than ${LARGEST} characters`);
        };
    // some proxies end streams with a network error
    const cut = (error: unknown) => {
      if (isStream && hasNumber && error instanceof TypeError) return {done: true as const, value: undefined};
      throw error;
    };
    const body = response.body?.getReader();
    const decoder = new TextDecoder();
    while (mayStream || !hasNumber) {
      if (isStream && mayStream) expectWithin(silence, `a stream that is silent for ${silence / 1000} s`);
      const {done, value} = (await (body && receive(body.read().catch(cut)))) ?? {done: true};
      if (done) break;
      take(decoder.decode(value, {stream: true}));
    }
    if (!isStream) read(text);
    if (!hasNumber) throw new Error('a stream that ends without a number');
    return isStream && mayStream ? 'stream' : 'number';
  });
}

/** The number in a response or in a message: `{"count": 12}`, or the number alone. */
function countOf(response: Response, text: string, requested: URL): number {
  const {ok, status, statusText, headers, redirected, url} = response;
  const target = redirected ? ` after a redirect to ${redactUrl(new URL(url))}` : '';
  const statusLine = `${status} ${statusText}`.trim() + target;
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    // usually an HTML page
    throw new Error(`${statusLine}, and no JSON (${headers.get('content-type') ?? 'without a type'})`);
  }
  const object = typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : undefined;
  if (!ok) throw new Error(statusLine + endpointReason(object, requested));
  const found = object ? (object.count ?? object.connectionCount ?? object.participants) : answer;
  // some databases return numbers as strings
  const count = typeof found === 'string' && /^\d+$/.test(found) ? Number(found) : found;
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count;
  const what = found === undefined ? 'without a count' : 'with a count that is not a whole number';
  throw new Error(`${statusLine}, ${what}${endpointReason(object, requested)}`);
}
