import type {ResolvedUrl} from '../values/resolved-url.js';
import {hostUrl} from './host-url.js';
import {webOrigin} from './web-origin.js';

/** The elements that markup can ask for. A host says so by `data-` and the name, as in `data-ot-session`. */
export const TAGS = ['ot-session', 'ot-connection-count'] as const;
export type Tag = (typeof TAGS)[number];

/** Those attributes of the elements whose value is requested over the network. */
const URLS = ['src', 'service'];

/** What an element reads; of the class that is registered, which may be that of another copy of this package. */
export function readBy(tag: Tag): readonly string[] {
  const {observedAttributes = []} = customElements.get(tag) as {observedAttributes?: string[]};
  return observedAttributes.filter((name) => name !== 'id'); // the host has it
}

const warned = new Set<string>();

/**
 * The attributes of an element as its host describes them: `data-ot-X` is X, for each X that the element reads but the
 * token, and for nothing else. What both elements of one host read is the session's.
 *
 * @param origins those that a URL may be of
 * @returns null for an attribute that is to be absent; undefined when a URL may not be requested
 */
export function attributesOf(
  host: Element,
  tag: Tag,
  origins: ReadonlySet<string>,
): Map<string, string | null> | undefined {
  const taken = tag !== TAGS[0] && host.hasAttribute(`data-${TAGS[0]}`) ? readBy(TAGS[0]) : [];
  const attributes = new Map<string, string | null>();
  for (const name of readBy(tag)) {
    let value = taken.includes(name) ? null : host.getAttribute(`data-ot-${name}`);
    if (value && name === 'token') {
      // anyone could read it, and with one of another project an author had visitors join where this site never meant them to
      warn('data-ot-token is not taken: everybody can read it. Use data-ot-src, an endpoint that gives credentials.');
      value = null;
    } else if (value && URLS.includes(name)) {
      const resolved = hostUrl(host, name, value);
      const refusal = refusalOf(resolved, origins);
      if (refusal) {
        warn(`data-ot-${name}${refusal}`);
        return undefined;
      }
      value = resolved?.url?.href ?? null;
    }
    attributes.set(name, value);
  }
  return attributes;
}

/** Why a URL may not be requested; undefined when it may. Without the URL itself, which may contain secrets. */
function refusalOf(resolved: ResolvedUrl | undefined, origins: ReadonlySet<string>): string | undefined {
  const origin = webOrigin(resolved?.url);
  if (!origin) return ': that is no URL of http(s) or ws(s).';
  if (!origins.has(origin)) {
    return `: the origin ${origin} is not this page's. To allow it: <script data-ot-origins="${origin}" …> on the tag of ot-elements.`;
  }
  return resolved?.problem && ` ${resolved.problem}.`;
}

/** Once for each message. */
function warn(message: string): void {
  if (!warned.has(message)) console.warn(message);
  warned.add(message);
}
