/** How long a page that does not get loaded, or is never idle, is waited for, in milliseconds. */
const LONGEST_WAIT = 5000;

/** When to join, besides at once or when told to. */
export type ConnectMoment = 'visible' | 'idle';

/**
 * Calls back when the moment has come, once.
 *
 * @param element what has to be in view, for `visible`; it may have no box of its own
 * @param root the element's shadow root
 * @param signal aborted when nobody waits for it any more
 */
export function atMoment(
  moment: ConnectMoment,
  element: Element,
  root: EventTarget,
  signal: AbortSignal,
  callback: () => void,
): void {
  if (moment === 'visible') whenVisible(element, root, signal, callback);
  else whenIdle(signal, callback);
}

function whenVisible(element: Element, root: EventTarget, signal: AbortSignal, callback: () => void): void {
  const observer = new IntersectionObserver((entries) => {
    if (signal.aborted || !entries.some(({isIntersecting}) => isIntersecting)) return;
    stop();
    callback();
  });
  const observe = () => {
    observer.disconnect();
    for (const box of boxesOf(element)) observer.observe(box);
  };
  // it may be hidden, and shown later
  const attributes = new MutationObserver(observe);
  attributes.observe(element, {attributes: true});
  const stop = () => {
    observer.disconnect();
    attributes.disconnect();
    root.removeEventListener('slotchange', observe);
    signal.removeEventListener('abort', stop);
  };
  root.addEventListener('slotchange', observe);
  signal.addEventListener('abort', stop);
  observe();
}

/**
 * What stands for an element that is laid out as if it were not there: the boxes in it or, where there are none, the
 * nearest one around it.
 */
function boxesOf(element: Element): Element[] {
  const inside = boxesIn(element);
  if (inside.length > 0 || !hasNoBox(element)) return inside;
  let around = parentOf(element);
  while (around && hasNoBox(around)) around = parentOf(around);
  return around ? [around] : [];
}

function boxesIn(element: Element): Element[] {
  return [...element.children].flatMap((child) => (hasNoBox(child) ? boxesIn(child) : child));
}

function hasNoBox(element: Element): boolean {
  return getComputedStyle(element).display === 'contents';
}

function parentOf({parentElement, parentNode}: Element): Element | null {
  return parentElement ?? (parentNode instanceof ShadowRoot ? parentNode.host : null);
}

/** When the page is loaded and has nothing else to do; not every browser can tell the latter. */
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
    if ('requestIdleCallback' in globalThis) requestIdleCallback(act);
    else setTimeout(act);
  };
  if (document.readyState === 'complete') wait();
  else addEventListener('load', wait, {once: true, signal});
}
