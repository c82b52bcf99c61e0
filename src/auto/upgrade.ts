import type {OTConnectionCountElement} from '../elements/ot-connection-count-element.js';
import {unclobbered} from '../unclobbered.js';
import {type Tag, attributesOf} from './data-attributes.js';

/** What somebody is editing is saved as it is. */
const isEdited = (host: Element) =>
  unclobbered(document).designMode === 'on' || host.closest('[contenteditable]:not([contenteditable="false" i])');
const childOf = (host: Element, tag: Tag) => host.querySelector<HTMLElement>(`:scope > ${tag}`);

/** The elements that were put into hosts, or taken: any other one in there is the page's. */
const ours = new WeakSet<Element>();

/**
 * Makes a host's element as the host describes it: there or not, and with these attributes. Whatever is there already is
 * taken, whoever put it there: the host may be a clone, or somebody's who was here before.
 */
function childAsDescribed(host: Element, tag: Tag, origins: ReadonlySet<string>): HTMLElement | undefined {
  const there = childOf(host, tag);
  const isHost = host.hasAttribute(`data-${tag}`) && !isEdited(host);
  const attributes = isHost ? attributesOf(host, tag, origins) : undefined;
  if (!attributes) {
    if (there && (isHost || ours.has(there))) there.replaceWith(...there.childNodes);
    return undefined;
  }
  const child = there ?? unclobbered(document).createElement(tag);
  ours.add(child);
  for (const [name, value] of attributes) {
    if (value === null) child.removeAttribute(name);
    else if (value !== child.getAttribute(name)) child.setAttribute(name, value);
  }
  return child;
}

/** An empty ot-session, as the first child. */
export function upgradeSession(host: Element, origins: ReadonlySet<string>): void {
  const session = childAsDescribed(host, 'ot-session', origins);
  if (session && !session.parentNode) host.prepend(session);
}

/** An ot-connection-count around all that is in the host, which so becomes what is shown while the number is unknown. */
export function upgradeCount(host: Element, origins: ReadonlySet<string>): void {
  const count = childAsDescribed(host, 'ot-connection-count', origins) as OTConnectionCountElement | undefined;
  if (!count) return;
  const session = sessionFor(host);
  if (count.forElement !== session) count.forElement = session;
  // also what came since: a parser that is not through with the host goes on at its end
  const others = [...host.childNodes].filter((node) => node !== count && node !== childOf(host, 'ot-session'));
  if (others.length) count.append(...others);
  if (!count.parentNode) host.append(count);
}

/** The session to count, if that is a host's: the one that is named, else the nearest around; null for the element's own search. */
function sessionFor(host: Element): Element | null {
  const id = host.getAttribute('data-ot-for');
  const found = id ? unclobbered(document).getElementById(id) : host.closest('[data-ot-session]:not(form), ot-session');
  // no form is a host, and its fields can take the place of its methods
  if (found instanceof HTMLFormElement || !found?.hasAttribute('data-ot-session')) return null;
  // a host that was refused its session is not to be counted as some other one
  return childOf(found, 'ot-session') ?? found;
}
