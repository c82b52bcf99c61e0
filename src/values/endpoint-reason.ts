import {redactCredentials} from './resolved-url.js';

const MAX_LENGTH = 200;

/**
 * The reason for a failure that is in an endpoint's response, as `: text`. Empty if there is none, or if it contains a secret:
 * some servers repeat the request or the token in it.
 */
export function endpointReason(response: object | undefined, {searchParams}: URL): string {
  const {error, message, token} = (response ?? {}) as Record<string, unknown>;
  const reason = [error, message].find(isNonEmptyString) ?? '';
  const secrets = [token, ...searchParams.values()].filter(isNonEmptyString);
  const hasSecret = secrets.some((secret) => reason.includes(secret) || reason.includes(encodeURIComponent(secret)));
  return reason && !hasSecret ? `: ${redactCredentials(reason).slice(0, MAX_LENGTH)}` : '';
}

function isNonEmptyString(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
