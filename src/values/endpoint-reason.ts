import {printable} from './resolved-url.js';

/**
 * The reason that an endpoint's answer gives for a failure, as `: text`; empty when it gives none, or when that contains a
 * secret: some servers repeat the request, or the token.
 */
export function endpointReason(answer: object | undefined, {searchParams}: URL): string {
  const {error, message, token} = (answer ?? {}) as Record<string, unknown>;
  const reason = [error, message].find((one): one is string => typeof one === 'string' && one !== '') ?? '';
  const secrets = [token, ...searchParams.values()].filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );
  const isSecret = secrets.some((one) => reason.includes(one) || reason.includes(encodeURIComponent(one)));
  return reason && !isSecret ? `: ${printable(reason).slice(0, 200)}` : '';
}
