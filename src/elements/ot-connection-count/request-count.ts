import {endpointReason} from '../../values/endpoint-reason.js';
import {redactUrl} from '../../values/resolved-url.js';
import {noteRetryAfter} from '../../values/retry-after.js';
import {LARGEST, eventStream} from './event-stream.js';

/** How long an endpoint may take to answer, in milliseconds. */
const TIME_LIMIT = 10_000;
/** After this long without a word, in milliseconds, a stream is taken for dead. */
const SILENCE = 120_000;

/** Receives what an endpoint answers. */
export interface CountReader {
  /** The number. */
  readonly count: (count: number) => void;
  /** How long to wait before a stream is opened again, in milliseconds. */
  readonly retry: (time: number) => void;
}

/** How an endpoint answered: with a number, with a stream of them, or that it does not want to be asked (204). */
export type AnswerKind = 'number' | 'stream' | 'nothing';

export interface CountRequest {
  /** Whether the answer may be a stream. If it is one all the same, only its first number is read. */
  readonly mayStream: boolean;
  /** How long the answer may take, in milliseconds. */
  readonly timeLimit?: number;
  /** How long a stream may say nothing, in milliseconds. */
  readonly silence?: number;
}

/**
 * Requests the number from an endpoint, which answers with JSON, once, or with a stream of server-sent events.
 *
 * @returns when there is no more to come
 * @throws {Error} that says what is wrong with the endpoint; anything when the signal is aborted
 */
export async function requestCount(
  url: URL,
  {mayStream, timeLimit = TIME_LIMIT, silence = SILENCE}: CountRequest,
  reader: CountReader,
  signal: AbortSignal,
): Promise<AnswerKind> {
  const limit = new AbortController();
  const {signal: limited} = limit;
  let why = 'no answer (offline, or blocked by CSP or CORS)';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expectWithin = (time: number, otherwise: string) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      why = otherwise;
      limit.abort();
    }, time);
  };
  const stop = () => {
    limit.abort();
  };
  signal.addEventListener('abort', stop);
  try {
    expectWithin(timeLimit, `no answer within ${timeLimit / 1000} s`);
    const headers = {accept: mayStream ? 'application/json, text/event-stream' : 'application/json'};
    // asks the server each time, which may say that nothing changed (ETag, 304)
    const response = await network(fetch(url, {cache: 'no-cache', headers, signal: limited}));
    noteRetryAfter(url, response);
    if (response.status === 204) return 'nothing';
    const type = response.headers.get('content-type') ?? '';
    const isStream = response.ok && /^text\/event-stream\b/i.test(type);
    let hasNumber = false as boolean;
    const read = (text: string) => {
      // the rest of a stream's piece, where one number is enough
      if (hasNumber && !mayStream) return;
      reader.count(countOf(response, text, url));
      hasNumber = true;
    };
    let text = '';
    const take = isStream
      ? eventStream({message: read, retry: reader.retry})
      : (piece: string) => {
          text += piece;
          if (text.length > LARGEST) throw new Error(`an answer of more than ${LARGEST} characters`);
        };
    // proxies end streams that way
    const cut = (error: unknown) => {
      if (isStream && hasNumber && !limited.aborted) return {done: true as const, value: undefined};
      throw error;
    };
    const body = response.body?.getReader();
    const decoder = new TextDecoder();
    while (mayStream || !hasNumber) {
      if (isStream && mayStream) expectWithin(silence, `a stream that says nothing for ${silence / 1000} s`);
      const {done, value} = (await (body && network(body.read().catch(cut)))) ?? {done: true};
      if (done) break;
      take(decoder.decode(value, {stream: true}));
    }
    if (!isStream) read(text);
    if (!hasNumber) throw new Error('a stream that ends without a number');
    return isStream && mayStream ? 'stream' : 'number';
  } finally {
    // or what is wrong in one message would leave a stream open
    limit.abort();
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }

  /** What the browser rejects with says less than we know. */
  function network<Value>(promise: Promise<Value>): Promise<Value> {
    return promise.catch((error: unknown) => {
      throw new Error(why, {cause: error});
    });
  }
}

/** The number in an answer or in a message: `{"count": 12}`, or the number alone. */
function countOf(response: Response, text: string, requested: URL): number {
  const {ok, status, statusText, headers, redirected, url} = response;
  const target = redirected ? ` after a redirect to ${redactUrl(new URL(url))}` : '';
  const said = `${status} ${statusText}`.trim() + target;
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    // an HTML page, as a rule
    throw new Error(`${said}, and no JSON (${headers.get('content-type') ?? 'without a type'})`);
  }
  const object = typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : undefined;
  if (!ok) throw new Error(said + endpointReason(object, requested));
  const found = object ? (object.count ?? object.connectionCount ?? object.participants) : answer;
  // databases give their numbers as text, some of them
  const count = typeof found === 'string' && /^\d+$/.test(found) ? Number(found) : found;
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count;
  const what = found === undefined ? 'without a count' : 'with a count that is no whole number from 0';
  throw new Error(`${said}, ${what}${endpointReason(object, requested)}`);
}
