import type {CredentialsSource} from './credentials.js';
import {SessionError} from './session-error.js';

/** How long an endpoint may take to answer, in milliseconds. */
const TIME_LIMIT = 10_000;

/**
 * Credentials from an endpoint that answers with JSON. What asks it is loaded when it is needed.
 *
 * @param src the endpoint's address; redirects are followed
 * @param base what it is relative to
 * @param credentials whether cookies go along, as in fetch()
 * @param timeLimit how long it may take to answer, in milliseconds
 */
export function fetchCredentials(
  src: string,
  base: string,
  credentials: RequestCredentials,
  timeLimit: number = TIME_LIMIT,
): CredentialsSource {
  return {
    id: JSON.stringify([src, base, credentials]),
    async get(signal) {
      const {requestCredentials} = await import('./request-credentials.js').catch((error: unknown) => {
        throw new SessionError(
          'credentials-unavailable',
          'src: its script could not be loaded. Is the page offline, or the script blocked?',
          error,
        );
      });
      signal.throwIfAborted();
      return requestCredentials(src, base, credentials, timeLimit, signal);
    },
  };
}
