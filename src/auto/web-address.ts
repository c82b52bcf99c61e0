/** A text as an address of the web: http(s), or ws(s), whose origin counts as that of http(s). Undefined for all others. */
export function webAddress(text: string, base?: string): {href: string; origin: string} | undefined {
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
