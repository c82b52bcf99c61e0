import {type Credentials, isCredentials} from './credentials.js';
import {tellable, wordsOf} from './endpoint-words.js';
import {SessionError} from './session-error.js';

/**
 * Asks an endpoint for credentials.
 *
 * @param timeLimit how long it may take to answer, in milliseconds
 * @throws {SessionError} `credentials-unavailable`, `credentials-invalid`; or the signal's reason
 */
export async function requestCredentials(
  src: string,
  base: string,
  credentials: RequestCredentials,
  timeLimit: number,
  signal: AbortSignal,
): Promise<Credentials> {
  const name = tellable(src);
  let address: URL;
  try {
    address = new URL(src, base);
  } catch (error) {
    throw new SessionError('credentials-invalid', `src="${name}" is no address.`, error);
  }
  const limit = new AbortController();
  const stop = () => {
    limit.abort();
  };
  const timer = setTimeout(stop, timeLimit);
  signal.addEventListener('abort', stop);
  try {
    const response = await fetch(address, {
      credentials,
      cache: 'no-store',
      headers: {accept: 'application/json'},
      signal: limit.signal,
    });
    const type = response.headers.get('content-type') ?? 'of no type';
    const answer = parse(type, await response.text());
    if (response.ok && answer) return answer;
    const {status, statusText} = response;
    throw new SessionError(
      // too late, too often, or the server's own failure: these may pass
      status >= 500 || status === 408 || status === 429 ? 'credentials-unavailable' : 'credentials-invalid',
      `src="${name}": ${status} ${statusText}${answer ? '' : `, and no JSON object (${type})`}${wordsOf(answer, address)}.`,
    );
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SessionError) throw error;
    const why = limit.signal.aborted
      ? `no answer within ${timeLimit / 1000} s`
      : 'no answer (offline, or blocked by CSP or CORS)';
    throw new SessionError('credentials-unavailable', `src="${name}": ${why}.`, error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/**
 * A JSON object, or undefined for everything else, and for what does not say that it is JSON: who may upload a text to a
 * site has no word on whom its visitors join.
 */
function parse(type: string, text: string): Credentials | undefined {
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isCredentials(value) ? value : undefined;
  } catch {
    return undefined; // an HTML page, as a rule
  }
}
