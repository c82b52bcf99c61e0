/** How long a page that is never idle is waited for, in milliseconds. */
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
  root: ParentNode & EventTarget,
  signal: AbortSignal,
  callback: () => void,
): void {
  if (moment === 'visible') whenVisible(element, root, signal, callback);
  else whenIdle(signal, callback);
}

/**
 * What is laid out as if the element were not there has no box that could be in view. What stands for it is a point where
 * the element begins, which is all there is of an empty one, and the boxes in it.
 */
function whenVisible(
  element: Element,
  root: ParentNode & EventTarget,
  signal: AbortSignal,
  callback: () => void,
): void {
  const start = document.createElement('span');
  // no item of a flex or grid container, and no line of a text
  start.style.position = 'absolute';
  root.prepend(start);
  const observer = new IntersectionObserver((entries) => {
    if (signal.aborted || !entries.some(({isIntersecting}) => isIntersecting)) return;
    stop();
    callback();
  });
  const observe = () => {
    for (const box of [start, ...boxesIn(element)]) observer.observe(box);
  };
  const stop = () => {
    observer.disconnect();
    start.remove();
    root.removeEventListener('slotchange', observe);
    signal.removeEventListener('abort', stop);
  };
  root.addEventListener('slotchange', observe);
  signal.addEventListener('abort', stop);
  observe();
}

function boxesIn(element: Element): Element[] {
  return [...element.children].flatMap((child) =>
    getComputedStyle(child).display === 'contents' ? boxesIn(child) : child,
  );
}

/** When the page is loaded and has nothing else to do; not every browser can tell the latter. */
function whenIdle(signal: AbortSignal, callback: () => void): void {
  const act = () => {
    if (!signal.aborted) callback();
  };
  const wait = () => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(act, {timeout: LONGEST_WAIT});
    else setTimeout(act);
  };
  if (document.readyState === 'complete') wait();
  else addEventListener('load', wait, {once: true, signal});
}
