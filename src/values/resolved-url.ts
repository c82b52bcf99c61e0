/** A URL that an author wrote, resolved. */
export type ResolvedUrl =
  | {
      /** Without a fragment, a username, and a password. */
      readonly url: URL;
      readonly problem: undefined;
    }
  | {
      /** The same; undefined where the text is no URL. */
      readonly url: URL | undefined;
      /** Why it cannot be requested, for a message; contains nothing of the text. */
      readonly problem: string;
    };

/**
 * Resolves a URL.
 *
 * @param base an absolute URL; its username and password, those of a page opened as `https://user:password@…`, are left out,
 *   since `fetch()` rejects URLs that contain any
 */
export function resolveUrl(text: string, base?: string): ResolvedUrl {
  const baseUrl = base === undefined ? undefined : parse(base);
  const url = parse(text, baseUrl && withoutCredentials(baseUrl));
  // `user:password@host` is one, whose scheme is `user`
  if (!url || !canBeRequested(url)) return {url: undefined, problem: 'is not a valid URL'};
  // https:user:password@host is absolute on a page of http:, and relative on one of https:
  const hasCredentials = [url, parse(text)].some((one) => one && (one.username !== '' || one.password !== ''));
  withoutCredentials(url).hash = '';
  return hasCredentials
    ? {url, problem: 'contains a username or password. Remove it: everybody can read it, and fetch() rejects it'}
    : {url, problem: undefined};
}

/** The value of `service` that engines get: the URL, or what an author wrote in its place, for them to reject. */
export function serviceOf(text: string, resolved: ResolvedUrl | undefined): string {
  return resolved?.problem === undefined ? (resolved?.url.href ?? text) : text;
}

/** A URL for a message: without its query, which may be secret. */
export function printableUrl({protocol, origin, pathname}: URL): string {
  return isOfTheWeb(protocol) ? origin + printable(pathname) : `${protocol}…`;
}

/** The attribute with a URL, for a message. */
export function srcOf(url: URL | undefined): string {
  return url ? `src="${printableUrl(url)}"` : 'src';
}

/** Whatever an author wrote, for a message: without what would be a username and password if it were a URL. */
export function printable(text: string): string {
  return text.replace(/^.*[:/\\].*[^/]@/s, '…@');
}

/** Whether the scheme is http(s), or ws(s). */
export function isOfTheWeb(protocol: string): boolean {
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
