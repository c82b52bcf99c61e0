import {tellable, wordsOf} from '../session/endpoint-words.js';
import {LARGEST, eventStream} from './event-stream.js';

/** How long an endpoint may take to answer, in milliseconds. */
const TIME_LIMIT = 10_000;
/** After this long without a word, in milliseconds, a stream is taken for dead. */
const SILENCE = 120_000;

/**
 * Asks an endpoint how many there are. It answers with JSON, once, or with a stream of server-sent events.
 *
 * @param heard called with each number
 * @returns whether it was a stream, when there is no more to come
 * @throws {Error} that says what is wrong with the endpoint; anything when the signal is aborted
 */
export async function requestCount(
  address: URL,
  heard: (count: number) => void,
  signal: AbortSignal,
  {timeLimit = TIME_LIMIT, silence = SILENCE}: {timeLimit?: number; silence?: number} = {},
): Promise<boolean> {
  const limit = new AbortController();
  const {signal: limited} = limit;
  let why = 'no answer (offline, or blocked by CSP or CORS)';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const give = (time: number, otherwise: string) => {
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
    give(timeLimit, `no answer within ${timeLimit / 1000} s`);
    const headers = {accept: 'application/json, text/event-stream'};
    // asks the server each time, which may say that nothing changed (ETag, 304)
    const response = await network(fetch(address, {cache: 'no-cache', headers, signal: limited}));
    const type = response.headers.get('content-type') ?? '';
    const isStream = response.ok && /^text\/event-stream\b/i.test(type);
    let hasHeard = false as boolean;
    const hear = (text: string) => {
      heard(countOf(response, text, address));
      hasHeard = true;
    };
    let text = '';
    const take = isStream
      ? eventStream(hear)
      : (piece: string) => {
          text += piece;
          if (text.length > LARGEST) throw new Error(`an answer of more than ${LARGEST} characters`);
        };
    // proxies end streams that way
    const cut = (error: unknown) => {
      if (isStream && hasHeard && !limited.aborted) return {done: true as const, value: undefined};
      throw error;
    };
    const reader = response.body?.getReader();
    const decoder = new TextDecoder();
    for (;;) {
      if (isStream) give(silence, `a stream that says nothing for ${silence / 1000} s`);
      const {done, value} = (await (reader && network(reader.read().catch(cut)))) ?? {done: true};
      if (done) break;
      take(decoder.decode(value, {stream: true}));
    }
    if (!isStream) hear(text);
    if (!hasHeard) throw new Error('a stream that ends without a number');
    return isStream;
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
function countOf({ok, status, statusText, headers, redirected, url}: Response, text: string, address: URL): number {
  const said = `${status} ${statusText}`.trim() + (redirected ? ` after a redirect to ${tellable(url)}` : '');
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    // an HTML page, as a rule
    throw new Error(`${said}, and no JSON (${headers.get('content-type') ?? 'without a type'})`);
  }
  const object = typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : undefined;
  if (!ok) throw new Error(said + wordsOf(object, address));
  const found = object ? (object.count ?? object.connectionCount ?? object.participants) : answer;
  // databases give their numbers as text, some of them
  const count = typeof found === 'string' && /^\d+$/.test(found) ? Number(found) : found;
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count;
  const what = found === undefined ? 'without a count' : 'with a count that is no whole number from 0';
  throw new Error(`${said}, ${what}${wordsOf(object, address)}`);
}
