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

/** Gives credentials for one attempt to connect; asked again for each, so that a reconnect has a fresh token. */
export type GetCredentials = (signal: AbortSignal) => Credentials | Promise<Credentials>;

/** Where credentials come from. Two sessions whose sources are the same `id` are of one mind, whatever their tokens. */
export interface CredentialsSource {
  readonly id: unknown;
  /** A function that gives them; or else, an endpoint does. */
  readonly get?: GetCredentials;
  readonly endpoint?: CredentialsEndpoint;
}

/** An endpoint that answers with credentials as JSON. */
export interface CredentialsEndpoint {
  /** Its address; redirects are followed. */
  readonly src: string;
  /** What that is relative to. */
  readonly base: string;
  /** Whether cookies go along, as in fetch(). */
  readonly credentials: RequestCredentials;
  /** How long it may take to answer, in milliseconds. */
  readonly timeLimit: number;
}

/** Makes an endpoint a source. What asks it is loaded when it is needed. */
export function fetchCredentials(
  src: string,
  base: string,
  credentials: RequestCredentials,
  timeLimit: number = TIME_LIMIT,
): CredentialsSource {
  return {id: JSON.stringify([src, base, credentials]), endpoint: {src, base, credentials, timeLimit}};
}
