import {addressOn} from './web-address.js';

/** The elements that markup can ask for. A host says so by `data-` and the name, as in `data-ot-session`. */
export const TAGS = ['ot-session', 'ot-connection-count'] as const;
export type Tag = (typeof TAGS)[number];

/** Those attributes of the elements whose value is asked for over the network. */
const ADDRESSES = ['src', 'service'];

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
 * @param origins those that an address may be of
 * @returns null for an attribute that is to be absent; undefined when an address may not be asked for
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
    } else if (value && ADDRESSES.includes(name)) {
      const address = addressOn(host, value);
      if (!address || !origins.has(address.origin)) {
        refuse(name, address?.origin);
        return undefined;
      }
      value = address.href;
    }
    attributes.set(name, value);
  }
  return attributes;
}

/** The address itself may hold secrets. */
function refuse(name: string, origin: string | undefined): void {
  warn(
    origin
      ? `data-ot-${name}: the origin ${origin} is not this page's. To allow it: <script data-ot-origins="${origin}" …> on the tag of ot-elements.`
      : `data-ot-${name}: that is no address of http(s) or ws(s).`,
  );
}

/** Once for each message. */
function warn(message: string): void {
  if (!warned.has(message)) console.warn(message);
  warned.add(message);
}
