import type {ResolvedUrl} from '../values/resolved-url.js';

/** How long an endpoint may take to answer, in milliseconds. */
const TIME_LIMIT = 10_000;

/** What a page needs to join a session, as the vendor's sample servers answer it. Other fields are ignored. */
export interface Credentials {
  /** The OpenTok project's API key; some servers put a Vonage application's id here. */
  apiKey?: string | number;
  /** The Vonage application's id. */
  applicationId?: string;
  sessionId?: string;
  token?: string;
}

/** Gives credentials for one attempt to connect; called again for each, so that a reconnect has a fresh token. */
export type GetCredentials = (signal: AbortSignal) => Credentials | Promise<Credentials>;

/** Where credentials come from. Sessions whose sources have the same `id` share a connection, whatever their tokens. */
export interface CredentialsSource {
  readonly id: unknown;
  /** A function that gives them; or else, an endpoint does. */
  readonly get?: GetCredentials;
  readonly endpoint?: CredentialsEndpoint;
}

/** An endpoint that answers with credentials as JSON. */
export interface CredentialsEndpoint {
  /** Its URL; redirects are followed. */
  readonly src: ResolvedUrl;
  /** Whether cookies go along, as in fetch(). */
  readonly credentials: RequestCredentials;
  /** How long it may take to answer, in milliseconds. */
  readonly timeLimit: number;
}

/** Makes an endpoint a source. The module that requests it is loaded when it is needed. */
export function fetchCredentials(
  src: ResolvedUrl,
  credentials: RequestCredentials,
  timeLimit: number = TIME_LIMIT,
): CredentialsSource {
  return {id: JSON.stringify([src.url?.href, src.problem, credentials]), endpoint: {src, credentials, timeLimit}};
}
