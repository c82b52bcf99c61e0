import {isWebProtocol} from '../values/resolved-url.js';

/** The origin of a URL of http(s), or of ws(s), which counts as that of http(s); undefined for any other URL, and for none. */
export function webOrigin(url: URL | undefined): string | undefined {
  // not only by the origin: that of a `blob:` URL is its page's
  return url && isWebProtocol(url.protocol) ? url.origin.replace(/^ws/, 'http') : undefined;
}
