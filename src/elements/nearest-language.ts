/** The language that an element's text is in: its own `lang`, or that of the nearest ancestor, out of shadow roots; '' when unknown. */
export function nearestLanguage(element: Element): string {
  const from = element.closest('[lang]');
  if (from) return from.getAttribute('lang') ?? '';
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? nearestLanguage(root.host) : '';
}

const callbacks = new Set<() => void>();
let observer: MutationObserver | undefined;

/** Calls back when a `lang` changes that `nearestLanguage` may have read, until the signal is aborted. */
export function watchLanguage(element: Element, callback: () => void, signal: AbortSignal): void {
  observer ??= new MutationObserver(() => {
    for (const call of [...callbacks]) call();
  });
  for (let root = element.getRootNode(); ; root = root.host.getRootNode()) {
    observer.observe(root, {subtree: true, attributeFilter: ['lang']});
    if (!(root instanceof ShadowRoot)) break;
  }
  callbacks.add(callback);
  signal.addEventListener('abort', () => {
    callbacks.delete(callback);
    if (callbacks.size === 0) observer?.disconnect();
  });
}
