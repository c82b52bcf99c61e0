import type {OTConnectionCountElement} from '../elements/ot-connection-count/ot-connection-count-element.js';
import {unclobbered} from '../dom/unclobbered.js';
import {type Tag, attributesOf} from './data-attributes.js';

/**
 * Marks an element that a host was given, and its copies: a cloned host, Turbo's snapshot of a page, and a page that was saved
 * as it was shown have them, too.
 */
const MARK = 'data-ot-upgraded';

/** What somebody is editing is saved as it is. */
const isEdited = (host: Element) =>
  unclobbered(document).designMode === 'on' || host.closest('[contenteditable]:not([contenteditable="false" i])');
const childOf = (host: Element, tag: Tag, more = '') => host.querySelector<HTMLElement>(`:scope > ${tag}${more}`);

/**
 * Makes a host's element as the host describes it: there or not, and with these attributes. An element that is the page's own
 * stays as it is, and takes the place of the host's.
 */
function childAsDescribed(host: Element, tag: Tag, origins: ReadonlySet<string>): HTMLElement | undefined {
  const there = childOf(host, tag, `[${MARK}]`);
  const isHost = host.hasAttribute(`data-${tag}`) && !isEdited(host) && !childOf(host, tag, `:not([${MARK}])`);
  const attributes = isHost ? attributesOf(host, tag, origins) : undefined;
  if (!attributes) {
    there?.replaceWith(...there.childNodes);
    return undefined;
  }
  const child = there ?? unclobbered(document).createElement(tag);
  if (!there) child.setAttribute(MARK, '');
  for (const [name, value] of attributes) {
    if (value === null) child.removeAttribute(name);
    else if (value !== child.getAttribute(name)) child.setAttribute(name, value);
  }
  return child;
}

/** An empty ot-session, as the first child. */
export function upgradeSession(host: Element, origins: ReadonlySet<string>): Element | undefined {
  const session = childAsDescribed(host, 'ot-session', origins);
  if (session && !session.parentNode) host.prepend(session);
  return session;
}

/** An ot-connection-count around all that is in the host, which so becomes what is shown while the number is unknown. */
export function upgradeCount(host: Element, origins: ReadonlySet<string>): Element | undefined {
  const count = childAsDescribed(host, 'ot-connection-count', origins) as OTConnectionCountElement | undefined;
  if (!count) return undefined;
  const session = sessionFor(host);
  if (count.forElement !== session) count.forElement = session;
  // also what came since: a parser that is not through with the host goes on at its end
  const others = [...host.childNodes].filter((node) => node !== count && node !== childOf(host, 'ot-session'));
  if (others.length) count.append(...others);
  if (!count.parentNode) host.append(count);
  return count;
}

/** The session to count, if that is a host's: the one that is named, else the nearest around; null for the element's own search. */
function sessionFor(host: Element): Element | null {
  const id = host.getAttribute('data-ot-for');
  const found = id ? unclobbered(document).getElementById(id) : host.closest('[data-ot-session]:not(form), ot-session');
  // no form is a host, and its fields can take the place of its methods
  if (found?.localName === 'form' || !found?.hasAttribute('data-ot-session')) return null;
  // a host that was refused its session is not to be counted as some other one
  return childOf(found, 'ot-session') ?? found;
}
