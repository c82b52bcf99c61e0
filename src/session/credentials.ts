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
  const {apiKey, applicationId, sessionId, token} = Object(given) as Credentials;
  const text = (value: string | number | undefined, otherwise: string) => (value ? String(value) : otherwise);
  // a key of either kind replaces both: two would be one too many
  const keyed = apiKey ?? applicationId;
  return {
    ...config,
    apiKey: text(applicationId ? '' : apiKey, keyed ? '' : config.apiKey),
    applicationId: text(applicationId, keyed ? '' : config.applicationId),
    sessionId: text(sessionId, config.sessionId),
    token: text(token, config.token),
  };
}
