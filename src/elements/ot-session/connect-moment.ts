import {unclobbered} from '../../dom/unclobbered.js';
import {whenActivated} from '../../scheduling/when-activated.js';
import {afterPreview, isPreview} from './turbo-preview.js';

/** Elements that HTML never renders, whatever is in them. */
const NEVER_RENDERED = ['template', 'script', 'style', 'link', 'meta', 'title', 'noscript', 'datalist'];
/** How long a page that does not get loaded, or is never idle, is waited for, in milliseconds. */
const LONGEST_WAIT = 5000;

/** When to join, unless only on request. */
export type ConnectMoment = 'load' | 'visible' | 'idle';

/**
 * Calls back when the moment has come, once; in a page that is prerendered, or shown as a preview, not before that is over.
 *
 * @param element what has to be in view, for `visible`; it may have no box of its own
 * @param root the element's shadow root
 * @param signal aborted when nobody waits for it any more
 * @returns {Promise<void>} rejected with the signal's reason when that is aborted while the page is prerendered
 */
export async function atMoment(
  moment: ConnectMoment,
  element: Element,
  root: ParentNode & EventTarget,
  signal: AbortSignal,
  callback: () => void,
): Promise<void> {
  await whenActivated(signal);
  const {ownerDocument} = element;
  const act = () => {
    if (isPreview(ownerDocument)) afterPreview(ownerDocument, signal, callback);
    else callback();
  };
  if (moment === 'load') act();
  else if (moment === 'visible') whenVisible(element, root, signal, act);
  else whenIdle(signal, act);
}

function whenVisible(
  element: Element,
  root: ParentNode & EventTarget,
  signal: AbortSignal,
  callback: () => void,
): void {
  // absent in jsdom, where nothing has a place
  if (!('IntersectionObserver' in globalThis)) {
    callback();
    return;
  }
  // stands for text, which has a box that cannot be observed: an empty one where the content begins
  const marker = unclobbered(element.ownerDocument).createElement('span');
  root.prepend(marker);
  const observer = new IntersectionObserver((entries) => {
    if (signal.aborted || !entries.some(({isIntersecting}) => isIntersecting)) return;
    stop();
    callback();
  });
  const observe = () => {
    observer.disconnect();
    // in a flex or grid container, it would be an item, with gaps around it
    marker.style.position = /flex|grid/.test(displayOf(boxAround(element) ?? element)) ? 'absolute' : '';
    for (const box of boxesOf(element, marker)) observer.observe(box);
  };
  // what is in it may be hidden, replaced, or shown later
  const mutations = new MutationObserver(observe);
  mutations.observe(element, {attributes: true, childList: true, characterData: true, subtree: true});
  const stop = () => {
    marker.remove();
    observer.disconnect();
    mutations.disconnect();
    root.removeEventListener('slotchange', observe);
    signal.removeEventListener('abort', stop);
  };
  root.addEventListener('slotchange', observe);
  signal.addEventListener('abort', stop);
  observe();
}

/**
 * What stands for an element that is laid out as if it were not there: the boxes of its content, with the marker for text,
 * or, where there is no content, the nearest box around it.
 */
function boxesOf(element: Element, marker: Element): Element[] {
  const boxes = boxesIn(element);
  if (hasText(element)) boxes.push(marker);
  if (boxes.length > 0 || !hasNoBox(element)) return boxes;
  const around = boxAround(element);
  return around ? [around] : [];
}

/** The boxes of elements, also of those that are hidden now: they may be shown later. */
function boxesIn(element: Element): Element[] {
  return [...unclobbered(element).children].flatMap((child) => {
    if (NEVER_RENDERED.includes(unclobbered(child).localName)) return [];
    return hasNoBox(child) ? boxesIn(child) : [child];
  });
}

/** Whether there is text that is not in an element with a box of its own. */
function hasText(element: Element): boolean {
  return [...unclobbered(element).childNodes].some((node) =>
    isElement(node)
      ? hasNoBox(node) && hasText(node)
      : node.nodeType === Node.TEXT_NODE && /\S/.test(node.nodeValue ?? ''),
  );
}

function boxAround(element: Element): Element | null {
  let around = parentOf(element);
  while (around && hasNoBox(around)) around = parentOf(around);
  return around;
}

function isElement(node: Node): node is Element {
  return unclobbered(node).nodeType === Node.ELEMENT_NODE;
}

function hasNoBox(element: Element): boolean {
  return displayOf(element) === 'contents';
}

function displayOf(element: Element): string {
  return getComputedStyle(element).display;
}

/** In the flat tree. */
function parentOf(element: Element): Element | null {
  const {assignedSlot, parentElement, parentNode} = unclobbered(element);
  return assignedSlot ?? parentElement ?? (parentNode as ShadowRoot | null)?.host ?? null;
}

/** When the page is loaded and has nothing else to do; not every browser reports the latter. */
export function whenIdle(signal: AbortSignal, callback: () => void, longestWait: number = LONGEST_WAIT): void {
  const over = new AbortController();
  const act = () => {
    if (over.signal.aborted || signal.aborted) return;
    over.abort();
    callback();
  };
  const timer = setTimeout(act, longestWait);
  const stop = () => {
    clearTimeout(timer);
  };
  over.signal.addEventListener('abort', stop);
  signal.addEventListener('abort', stop);
  const wait = () => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(act);
    else setTimeout(act);
  };
  if (unclobbered(document).readyState === 'complete') wait();
  else addEventListener('load', wait, {once: true, signal});
}
