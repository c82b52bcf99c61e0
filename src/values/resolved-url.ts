/** The outcome of resolving a URL that an author wrote. */
export type ResolvedUrl =
  | {
      /** The absolute URL, without fragment, username, and password. */
      readonly url: URL;
      readonly problem: undefined;
    }
  | {
      /** The same; undefined if the text is not a URL. */
      readonly url: URL | undefined;
      /** Why it cannot be requested, for a message. Contains no part of the text. */
      readonly problem: string;
    };

/**
 * Resolves a URL.
 *
 * @param base an absolute URL; its username and password, which the URL of a page may have, are left out because `fetch()`
 *   rejects URLs that contain them
 */
export function resolveUrl(text: string, base?: string): ResolvedUrl {
  const baseUrl = base === undefined ? undefined : parse(base);
  const url = parse(text, baseUrl && withoutCredentials(baseUrl));
  // `user:password@host` parses as a URL with the scheme `user:`
  if (!url || !canBeRequested(url)) return {url: undefined, problem: 'is not a valid URL'};
  // `https:user:password@host` is absolute on an http: page, and relative on an https: page
  const hasCredentials = [url, parse(text)].some((parsed) => parsed && (parsed.username || parsed.password));
  withoutCredentials(url).hash = '';
  return hasCredentials
    ? {url, problem: 'contains a username or password. Remove it: everybody can read it, and fetch() rejects it'}
    : {url, problem: undefined};
}

/** The `service` that is passed to engines: the resolved URL, or the author's text for the engine to reject. */
export function serviceOf(text: string, resolved: ResolvedUrl | undefined): string {
  return resolved?.problem === undefined ? (resolved?.url.href ?? text) : text;
}

/** A URL for a message, without its query, which may contain secrets. */
export function redactUrl({protocol, origin, pathname}: URL): string {
  return isWebProtocol(protocol) ? origin + redactCredentials(pathname) : `${protocol}…`;
}

/** The attribute `src` with its redacted URL, for a message. */
export function srcAttribute(url: URL | undefined): string {
  return url ? `src="${redactUrl(url)}"` : 'src';
}

/** A text for a message, without what would be a username and password if it were a URL. */
export function redactCredentials(text: string): string {
  return text.replace(/^.*[:/\\].*[^/]@/s, '…@');
}

/** Whether the scheme is http(s): or ws(s):. */
export function isWebProtocol(protocol: string): boolean {
  return /^(http|ws)s?:$/.test(protocol);
}

function canBeRequested({protocol, pathname}: URL): boolean {
  return pathname.startsWith('/') || protocol === 'data:' || protocol === 'blob:';
}

function withoutCredentials(url: URL): URL {
  url.username = url.password = '';
  return url;
}

function parse(text: string, base?: URL): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
