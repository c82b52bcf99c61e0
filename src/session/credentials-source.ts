import type {ResolvedUrl} from '../values/resolved-url.js';

/** Credentials for a session, as returned by the vendor's sample servers. Other fields are ignored. */
export interface Credentials {
  /** The OpenTok project's API key. Some servers return a Vonage application's id here. */
  apiKey?: string | number;
  /** The Vonage application's id. */
  applicationId?: string;
  sessionId?: string;
  token?: string;
}

/** Returns the credentials for one attempt to connect. Called on each attempt, so that a reconnect has a fresh token. */
export type GetCredentials = (signal: AbortSignal) => Credentials | Promise<Credentials>;

/**
 * Where credentials come from on each attempt: a function, or an endpoint. Sessions whose sources have the same `id` share a
 * connection, regardless of their tokens.
 */
export interface CredentialsSource {
  readonly id: unknown;
  /** The function to call; otherwise, `endpoint` is requested. */
  readonly get?: GetCredentials;
  readonly endpoint?: CredentialsEndpoint;
}

/** An endpoint that answers with credentials as JSON. */
export interface CredentialsEndpoint {
  /** Its URL; redirects are followed. */
  readonly src: ResolvedUrl;
  /** Whether cookies are sent, as for `fetch()`. */
  readonly credentials: RequestCredentials;
  /** The time limit of a request, in milliseconds; 10,000 by default. */
  readonly timeLimit?: number;
}

/** Returns an endpoint as a source. The code that requests it is loaded on demand. */
export function endpointSource(src: ResolvedUrl, credentials: RequestCredentials): CredentialsSource {
  return {id: JSON.stringify([src.url?.href, src.problem, credentials]), endpoint: {src, credentials}};
}
