import type {SessionConfig} from './session-config.js';
import {SessionError} from './session-error.js';

/** What a page needs to join a session, as the vendor's sample servers answer it. Other fields are ignored. */
export interface Credentials {
  /** The OpenTok project's API key; some servers put a Vonage application's id here. */
  apiKey?: string | number;
  /** The Vonage application's id. */
  applicationId?: string;
  sessionId?: string;
  token?: string;
}

/** Gives credentials for one attempt to connect; asked again for each, so that a reconnect has a fresh token. */
export type GetCredentials = (signal: AbortSignal) => Credentials | Promise<Credentials>;

/** Where credentials come from. Two sessions whose sources are the same `id` are of one mind, whatever their tokens. */
export interface CredentialsSource {
  readonly id: unknown;
  readonly get: GetCredentials;
}

/**
 * A configuration with the credentials that its source gives now, which go before what is there.
 *
 * @throws {SessionError} `credentials-invalid`, or what the source throws
 */
export async function withCredentials(
  config: SessionConfig,
  source: CredentialsSource,
  signal: AbortSignal,
): Promise<SessionConfig> {
  let given: unknown;
  try {
    given = await source.get(signal);
  } catch (error) {
    if (error instanceof SessionError) throw error;
    throw new SessionError('credentials-unavailable', 'getCredentials() failed.', error);
  }
  if (!isCredentials(given)) {
    throw new SessionError('credentials-invalid', 'getCredentials() gave no object with credentials.');
  }
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

/** Whether it is an object, and no list: all that can be said before looking at its fields. */
export function isCredentials(value: unknown): value is Credentials {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
