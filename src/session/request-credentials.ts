import type {Credentials, CredentialsEndpoint, CredentialsSource, GetCredentials} from './credentials.js';
import {endpointReason} from '../values/endpoint-reason.js';
import {srcAttribute} from '../values/resolved-url.js';
import {noteRetryAfter, retryAfter} from '../values/retry-after.js';
import type {SessionConfig} from '../values/session-config.js';
import {SessionError} from '../values/session-error.js';

/**
 * A configuration with the credentials that its source gives now, which go before what is there.
 *
 * @throws {SessionError} `credentials-invalid`, `not-configured`, or what the source throws
 */
export async function withCredentials(
  config: SessionConfig,
  {get, endpoint}: CredentialsSource,
  signal: AbortSignal,
): Promise<SessionConfig> {
  const given = endpoint ? await requestCredentials(endpoint, signal) : await callForCredentials(get, signal);
  const fields = given as Record<string, unknown>;
  const text = (field: keyof Credentials) => {
    const value = fields[field] ?? '';
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    throw new SessionError('credentials-invalid', `The credentials have a ${field} that is no text.`);
  };
  const applicationId = text('applicationId');
  const apiKey = applicationId ? '' : text('apiKey');
  // a key of either kind replaces both: two would be one too many
  const keys = applicationId || apiKey ? {applicationId, apiKey} : {};
  return {
    ...config,
    ...keys,
    sessionId: text('sessionId') || config.sessionId,
    token: text('token') || config.token,
  };
}

/** @throws {SessionError} `not-configured`, `credentials-unavailable`, `credentials-invalid`; or the function's own */
async function callForCredentials(get: unknown, signal: AbortSignal): Promise<Credentials> {
  // script may have put anything there, and that will not pass
  if (typeof get !== 'function') throw new SessionError('not-configured', 'getCredentials is not a function.');
  let given: unknown;
  try {
    given = await (get as GetCredentials)(signal);
  } catch (error) {
    if (error instanceof SessionError) throw error;
    throw new SessionError('credentials-unavailable', 'getCredentials() failed.', error);
  }
  if (isCredentials(given)) return given;
  throw new SessionError('credentials-invalid', 'getCredentials() gave no object with credentials.');
}

/**
 * Requests credentials from an endpoint.
 *
 * @throws {SessionError} `credentials-unavailable`, `credentials-invalid`; or the signal's reason
 */
async function requestCredentials(
  {src, credentials, timeLimit}: CredentialsEndpoint,
  signal: AbortSignal,
): Promise<Credentials> {
  const {url, problem} = src;
  const name = srcAttribute(url);
  if (problem !== undefined) throw new SessionError('credentials-invalid', `${name} ${problem}.`);
  checkRetryAfter(url, name);
  const limit = new AbortController();
  const stop = () => {
    limit.abort();
  };
  const timer = setTimeout(stop, timeLimit);
  signal.addEventListener('abort', stop);
  try {
    const response = await fetch(url, {
      credentials,
      cache: 'no-store',
      headers: {accept: 'application/json'},
      signal: limit.signal,
    });
    noteRetryAfter(url, response);
    const type = response.headers.get('content-type') ?? 'no type';
    const answer = parse(type, await response.text());
    if (response.ok && answer) return answer;
    const {status, statusText} = response;
    throw new SessionError(
      // too late, too often, or the server's own failure: these may pass
      status >= 500 || status === 408 || status === 429 ? 'credentials-unavailable' : 'credentials-invalid',
      `${name}: ${status} ${statusText}${answer ? '' : `, and no JSON object (${type})`}${endpointReason(answer, url)}.`,
      undefined,
      retryAfter(url),
    );
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SessionError) throw error;
    const why = limit.signal.aborted
      ? `no answer within ${timeLimit / 1000} s`
      : 'no answer (offline, or blocked by CSP or CORS)';
    throw new SessionError('credentials-unavailable', `${name}: ${why}.`, error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/** @throws {SessionError} `credentials-unavailable`, as long as the server does not want to be asked */
function checkRetryAfter(url: URL, name: string): void {
  const wait = retryAfter(url);
  if (wait === 0) return;
  const seconds = Math.ceil(wait / 1000);
  throw new SessionError(
    'credentials-unavailable',
    `${name}: the server asked to wait ${seconds} s longer (Retry-After).`,
    undefined,
    wait,
  );
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

/** Whether it is an object, and no list: all that can be said before looking at its fields. */
function isCredentials(value: unknown): value is Credentials {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
