import type {Credentials, CredentialsSource} from './credentials.js';
import {SessionError} from './session-error.js';

/** How long an endpoint may take to answer, in milliseconds. */
const TIME_LIMIT = 10_000;

/**
 * Credentials from an endpoint that answers with JSON.
 *
 * @param src the endpoint's address; redirects are followed
 * @param base what it is relative to
 * @param credentials whether cookies go along, as in fetch()
 */
export function fetchCredentials(src: string, base: string, credentials: RequestCredentials): CredentialsSource {
  return {id: JSON.stringify([src, base, credentials]), get: (signal) => request(src, base, credentials, signal)};
}

async function request(
  src: string,
  base: string,
  credentials: RequestCredentials,
  signal: AbortSignal,
): Promise<Credentials> {
  const [name] = src.split(/[?#]/); // what comes after may be a secret
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
  const timer = setTimeout(stop, TIME_LIMIT);
  signal.addEventListener('abort', stop);
  try {
    const response = await fetch(address, {
      credentials,
      cache: 'no-store',
      headers: {accept: 'application/json'},
      signal: limit.signal,
    });
    const text = await response.text();
    const answer = parse(text);
    if (response.ok && answer) return answer;
    const {error, message} = (answer ?? {}) as {error?: unknown; message?: unknown};
    const said = [error, message].find((one): one is string => typeof one === 'string' && one !== '');
    throw new SessionError(
      response.status >= 500 ? 'credentials-unavailable' : 'credentials-invalid',
      `src="${name}": ${response.status} ${response.statusText}${answer ? '' : ', and no JSON object'}${said ? `: ${said}` : ''}.`,
    );
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SessionError) throw error;
    const why = limit.signal.aborted
      ? `no answer within ${TIME_LIMIT / 1000} s`
      : 'no answer (offline, or blocked by CSP or CORS)';
    throw new SessionError('credentials-unavailable', `src="${name}": ${why}.`, error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/** A JSON object, or undefined for everything else. */
function parse(text: string): Credentials | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // an HTML page, as a rule
  }
}
