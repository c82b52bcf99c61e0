import type {Credentials, CredentialsEndpoint, CredentialsSource, GetCredentials} from './credentials-source.js';
import {endpointReason} from '../values/endpoint-reason.js';
import {requestEndpoint} from '../values/request-endpoint.js';
import {srcAttribute} from '../values/resolved-url.js';
import {retryAfter} from '../values/retry-after.js';
import type {SessionConfig} from '../values/session-config.js';
import {SessionError} from '../values/session-error.js';

/** The default time limit of a request to an endpoint, in milliseconds. */
const TIME_LIMIT = 10_000;

/**
 * Requests the credentials of one attempt from their source.
 *
 * @returns the configuration, overridden by the credentials
 * @throws {SessionError} `credentials-invalid`, `not-configured`, or what the source throws
 */
export async function requestCredentials(
  config: SessionConfig,
  {get, endpoint}: CredentialsSource,
  signal: AbortSignal,
): Promise<SessionConfig> {
  const given = endpoint ? await fetchCredentials(endpoint, signal) : await callGetCredentials(get, signal);
  const fields = given as Record<string, unknown>;
  const text = (field: keyof Credentials) => {
    const value = fields[field] ?? '';
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    throw new SessionError('credentials-invalid', `The credential ${field} is not a string.`);
  };
  const applicationId = text('applicationId');
  const apiKey = applicationId ? '' : text('apiKey');
  // either kind of key replaces both, since a configuration has only one
  const keys = applicationId || apiKey ? {applicationId, apiKey} : {};
  return {
    ...config,
    ...keys,
    sessionId: text('sessionId') || config.sessionId,
    token: text('token') || config.token,
  };
}

/** @throws {SessionError} `not-configured`, `credentials-unavailable`, `credentials-invalid`; or what the function throws */
async function callGetCredentials(get: unknown, signal: AbortSignal): Promise<Credentials> {
  // the caller may have passed anything
  if (typeof get !== 'function') throw new SessionError('not-configured', 'getCredentials is not a function.');
  let given: unknown;
  try {
    given = await (get as GetCredentials)(signal);
  } catch (error) {
    if (error instanceof SessionError) throw error;
    throw new SessionError('credentials-unavailable', 'getCredentials() failed.', error);
  }
  if (isCredentials(given)) return given;
  throw new SessionError('credentials-invalid', 'getCredentials() must return an object with credentials.');
}

/**
 * Fetches credentials from an endpoint.
 *
 * @throws {SessionError} `credentials-unavailable`, `credentials-invalid`; or the signal's reason
 */
async function fetchCredentials(
  {src, credentials, timeLimit = TIME_LIMIT}: CredentialsEndpoint,
  signal: AbortSignal,
): Promise<Credentials> {
  const {url, problem} = src;
  const name = `<ot-session ${srcAttribute(url)}>`;
  if (problem !== undefined) throw new SessionError('credentials-invalid', `${name} ${problem}.`);
  checkRetryAfter(url, name);
  const init: RequestInit = {credentials, cache: 'no-store', headers: {accept: 'application/json'}};
  try {
    return await requestEndpoint(url, init, timeLimit, signal, async (response, receive) => {
      const type = response.headers.get('content-type') ?? 'no type';
      const answer = parse(type, await receive(response.text()));
      if (response.ok && answer) return answer;
      const {status, statusText} = response;
      throw new SessionError(
        // timeouts, rate limits, and server errors may be temporary
        status >= 500 || status === 408 || status === 429 ? 'credentials-unavailable' : 'credentials-invalid',
        `${name}: ${status} ${statusText}${answer ? '' : `, and no JSON object (${type})`}${endpointReason(answer, url)}.`,
        undefined,
        retryAfter(url),
      );
    });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SessionError) throw error;
    const {message, cause} = error as Error;
    throw new SessionError('credentials-unavailable', `${name}: ${message}.`, cause);
  }
}

/** @throws {SessionError} `credentials-unavailable` until the server's Retry-After time is over */
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
 * Parses a JSON object. Returns undefined for anything else, and unless the content type is JSON: someone who can upload
 * text files to a site must not decide which session its visitors join.
 */
function parse(type: string, text: string): Credentials | undefined {
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isCredentials(value) ? value : undefined;
  } catch {
    return undefined; // usually an HTML page
  }
}

/** Whether a value is an object, and not an array. Its fields are checked later. */
function isCredentials(value: unknown): value is Credentials {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
