/** An address of the web: http(s), or ws(s), whose origin counts as that of http(s). */
interface WebAddress {
  readonly href: string;
  readonly origin: string;
}

/** A text as an address; undefined for one that is no address of the web. */
export function webAddress(text: string, base?: string): WebAddress | undefined {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch {
    return undefined;
  }
  // not only of the origin: that of a `blob:` address is its page's
  if (!/^(http|ws)s?:$/.test(url.protocol)) return undefined;
  return {href: url.href, origin: url.origin.replace(/^ws/, 'http')};
}

const resolved = new WeakMap<Element, Map<string, WebAddress | undefined>>();

/**
 * An address as it stands on a host, resolved when it was first seen there: neither a `<base>` that comes nor the page's own
 * going elsewhere, by `history.pushState()`, makes it another one.
 */
export function addressOn(host: Element, text: string): WebAddress | undefined {
  let there = resolved.get(host);
  if (!there) resolved.set(host, (there = new Map<string, WebAddress | undefined>()));
  if (!there.has(text)) there.set(text, webAddress(text, host.baseURI));
  return there.get(text);
}
