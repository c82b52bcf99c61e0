/** The language that an element's text is in: its own `lang`, or that of the nearest ancestor, out of shadow roots; '' when unknown. */
export function nearestLanguage(element: Element): string {
  for (const root of rootsFrom(element)) {
    const from = root.from.closest('[lang]');
    if (from) return from.getAttribute('lang') ?? '';
  }
  return '';
}

const watched = new WeakMap<Node, {callbacks: Set<() => void>; observer: MutationObserver}>();

/** Calls back when a `lang` changes that `nearestLanguage` may have read, until the signal is aborted. One observer a root. */
export function watchLanguage(element: Element, callback: () => void, signal: AbortSignal): void {
  for (const {root} of rootsFrom(element)) {
    let watch = watched.get(root);
    if (!watch) {
      const callbacks = new Set<() => void>();
      const observer = new MutationObserver(() => {
        for (const call of [...callbacks]) call();
      });
      observer.observe(root, {subtree: true, attributeFilter: ['lang']});
      watched.set(root, (watch = {callbacks, observer}));
    }
    const {callbacks, observer} = watch;
    callbacks.add(callback);
    signal.addEventListener('abort', () => {
      callbacks.delete(callback);
      if (callbacks.size > 0) return;
      observer.disconnect();
      watched.delete(root);
    });
  }
}

/** The element's root, the root of that one's host, and so on, each with the element in it to start from. */
function* rootsFrom(element: Element): Generator<{root: Node; from: Element}> {
  for (let from: Element | undefined = element; from;) {
    const root: Node = from.getRootNode();
    yield {root, from};
    from = root instanceof ShadowRoot ? root.host : undefined;
  }
}
