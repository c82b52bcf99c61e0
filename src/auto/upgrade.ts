import type {OTConnectionCountElement} from '../elements/ot-connection-count/ot-connection-count-element.js';
import {unclobbered} from '../dom/unclobbered.js';
import {type Tag, attributesOf} from './data-attributes.js';

/** Marks an element that was inserted into a host. Copies have it, too: in a cloned host, a Turbo snapshot, a saved page. */
const MARK = 'data-ot-upgraded';

/** Whether an editor would save the elements that are inserted into a host. */
const isEdited = (host: Element) =>
  unclobbered(document).designMode === 'on' || host.closest('[contenteditable]:not([contenteditable="false" i])');
const childOf = (host: Element, tag: Tag, more = '') => host.querySelector<HTMLElement>(`:scope > ${tag}${more}`);

/**
 * Creates, updates, or removes a host's element, so that it is what the host describes. An element that the page itself put
 * into the host is left alone, and used in place of another one.
 */
function reconcileChild(host: Element, tag: Tag, origins: ReadonlySet<string>): HTMLElement | undefined {
  const existing = childOf(host, tag, `[${MARK}]`);
  const isHost = host.hasAttribute(`data-${tag}`) && !isEdited(host) && !childOf(host, tag, `:not([${MARK}])`);
  const attributes = isHost ? attributesOf(host, tag, origins) : undefined;
  if (!attributes) {
    existing?.replaceWith(...existing.childNodes);
    return undefined;
  }
  const child = existing ?? unclobbered(document).createElement(tag);
  if (!existing) child.setAttribute(MARK, '');
  for (const [name, value] of attributes) {
    if (value === null) child.removeAttribute(name);
    else if (value !== child.getAttribute(name)) child.setAttribute(name, value);
  }
  return child;
}

/** Inserts an empty ot-session as the first child of a host (see hosts.ts). */
export function upgradeSession(host: Element, origins: ReadonlySet<string>): Element | undefined {
  const session = reconcileChild(host, 'ot-session', origins);
  if (session && !session.parentNode) host.prepend(session);
  return session;
}

/** Wraps a host's content in an ot-connection-count, which shows that content while the number is unknown. */
export function upgradeCount(host: Element, origins: ReadonlySet<string>): Element | undefined {
  const count = reconcileChild(host, 'ot-connection-count', origins) as OTConnectionCountElement | undefined;
  if (!count) return undefined;
  const session = sessionFor(host);
  if (count.forElement !== session) count.forElement = session;
  // also what the parser has added to the host in the meantime
  const others = [...host.childNodes].filter((node) => node !== count && node !== childOf(host, 'ot-session'));
  if (others.length) count.append(...others);
  if (!count.parentNode) host.append(count);
  return count;
}

/** The session to count, if that is a host's: the one that `data-ot-for` names, or the nearest. Otherwise null. */
function sessionFor(host: Element): Element | null {
  const id = host.getAttribute('data-ot-for');
  const found = id ? unclobbered(document).getElementById(id) : host.closest('[data-ot-session]:not(form), ot-session');
  // a form is not a host, and its fields can replace its methods
  if (found?.localName === 'form' || !found?.hasAttribute('data-ot-session')) return null;
  // a host whose session was not allowed must not show the count of another one
  return childOf(found, 'ot-session') ?? found;
}
