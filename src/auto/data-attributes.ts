import type {ResolvedUrl} from '../values/resolved-url.js';
import {hostUrl} from './host-url.js';
import {webOrigin} from './web-origin.js';

/** The elements that a host can request, by an attribute such as `data-ot-session`. */
export const TAGS = ['ot-session', 'ot-connection-count'] as const;
export type Tag = (typeof TAGS)[number];

/** The attributes of the elements whose value is a URL that is requested. */
const URLS = ['src', 'service'];

/** The attributes of an element's registered class, which may be that of another copy of this package. */
export function attributeNamesOf(tag: Tag): readonly string[] {
  const {observedAttributes = []} = customElements.get(tag) as {observedAttributes?: string[]};
  return observedAttributes.filter((name) => name !== 'id'); // the host has an id of its own
}

const warned = new Set<string>();

/**
 * The attributes of an element as its host describes them: `data-ot-X` is X, for each attribute X of the element except the
 * token. Where one host has both elements, an attribute that both know is the session's.
 *
 * @param origins the origins that URLs may have
 * @returns null for an attribute that is to be absent; undefined if a URL is not allowed
 */
export function attributesOf(
  host: Element,
  tag: Tag,
  origins: ReadonlySet<string>,
): Map<string, string | null> | undefined {
  const ofSession = tag !== TAGS[0] && host.hasAttribute(`data-${TAGS[0]}`) ? attributeNamesOf(TAGS[0]) : [];
  const attributes = new Map<string, string | null>();
  for (const name of attributeNamesOf(tag)) {
    let value = ofSession.includes(name) ? null : host.getAttribute(`data-ot-${name}`);
    if (value && name === 'token') {
      // everybody could read it, and an author could make visitors join a session of another project
      warn(
        'data-ot-token is ignored, since everybody can read it. Use data-ot-src, an endpoint that returns credentials.',
      );
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

/** Why a URL is not allowed; undefined if it is. Without the URL itself, which may contain secrets. */
function refusalOf(resolved: ResolvedUrl | undefined, origins: ReadonlySet<string>): string | undefined {
  const origin = webOrigin(resolved?.url);
  if (!origin) return ' is not a URL of http(s) or ws(s).';
  if (!origins.has(origin)) {
    return `: the origin ${origin} is not this page's. To allow it, add data-ot-origins="${origin}" to the script tag of ot-elements.`;
  }
  return resolved?.problem && ` ${resolved.problem}.`;
}

/** Warns once per message. */
function warn(message: string): void {
  if (!warned.has(message)) console.warn(message);
  warned.add(message);
}
