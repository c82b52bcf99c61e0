import {isWebProtocol} from '../values/resolved-url.js';

/** The origin of a URL of http(s), or of ws(s), which is treated as http(s); undefined for any other URL. */
export function webOrigin(url: URL | undefined): string | undefined {
  // the origin of a `blob:` URL is that of its page
  return url && isWebProtocol(url.protocol) ? url.origin.replace(/^ws/, 'http') : undefined;
}
