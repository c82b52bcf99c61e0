import {unclobbered} from '../../dom/unclobbered.js';
import {whenActivated} from '../../scheduling/when-activated.js';
import {afterPreview, isPreview} from './turbo-preview.js';

/** Elements that HTML never renders. */
const NEVER_RENDERED = ['template', 'script', 'style', 'link', 'meta', 'title', 'noscript', 'datalist'];
/** The time limit for a page that never finishes loading, or is never idle, in milliseconds. */
const MAX_WAIT = 5000;

/** What an ot-session waits for before it joins: the values of `connect-on` except `manual`. */
export type ConnectTrigger = 'load' | 'visible' | 'idle';

/**
 * Calls back once the trigger has occurred, and the page is neither prerendered nor a Turbo preview.
 *
 * @param element for `visible`, the element that has to be in view; it may have no box of its own
 * @param root the element's shadow root
 * @param signal cancels the callback
 * @returns {Promise<void>} rejects with the signal's reason if that is aborted while the page is prerendered
 */
export async function whenTriggered(
  trigger: ConnectTrigger,
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
  if (trigger === 'load') act();
  else if (trigger === 'visible') whenVisible(element, root, signal, act);
  else whenIdle(signal, act);
}

function whenVisible(
  element: Element,
  root: ParentNode & EventTarget,
  signal: AbortSignal,
  callback: () => void,
): void {
  // undefined in jsdom, which has no layout
  if (!('IntersectionObserver' in globalThis)) {
    callback();
    return;
  }
  // an empty box at the start of the content, since text has no box that can be observed
  const marker = unclobbered(element.ownerDocument).createElement('span');
  root.prepend(marker);
  const observer = new IntersectionObserver((entries) => {
    if (signal.aborted || !entries.some(({isIntersecting}) => isIntersecting)) return;
    stop();
    callback();
  });
  const observe = () => {
    observer.disconnect();
    // in a flex or grid container, it would be an item with gaps around it
    marker.style.position = /flex|grid/.test(displayOf(boxAround(element) ?? element)) ? 'absolute' : '';
    for (const box of boxesOf(element, marker)) observer.observe(box);
  };
  // the content may be hidden, shown, or replaced
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
 * The boxes to observe for an element that has none itself: those of its content, with the marker for text; or, if there is
 * no content, the nearest one around it.
 */
function boxesOf(element: Element, marker: Element): Element[] {
  const boxes = boxesIn(element);
  if (hasText(element)) boxes.push(marker);
  if (boxes.length > 0 || !hasNoBox(element)) return boxes;
  const around = boxAround(element);
  return around ? [around] : [];
}

/** The boxes of child elements, including hidden ones, which may be shown later. */
function boxesIn(element: Element): Element[] {
  return [...unclobbered(element).children].flatMap((child) => {
    if (NEVER_RENDERED.includes(unclobbered(child).localName)) return [];
    return hasNoBox(child) ? boxesIn(child) : [child];
  });
}

/** Whether there is text outside elements with a box of their own. */
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

/** The parent in the flat tree. */
function parentOf(element: Element): Element | null {
  const {assignedSlot, parentElement, parentNode} = unclobbered(element);
  return assignedSlot ?? parentElement ?? (parentNode as ShadowRoot | null)?.host ?? null;
}

/** Calls back when the page is loaded and, where `requestIdleCallback()` is supported, idle. */
export function whenIdle(signal: AbortSignal, callback: () => void, maxWait: number = MAX_WAIT): void {
  const over = new AbortController();
  const act = () => {
    if (over.signal.aborted || signal.aborted) return;
    over.abort();
    callback();
  };
  const timer = setTimeout(act, maxWait);
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
