const real = new Map<keyof Document, PropertyDescriptor | undefined>();

/**
 * Overrides a property of the document, until `restoreDocument()`. On the prototype, since an own property of the document
 * could be an `<img name>` of the page.
 */
export function fakeDocument(name: 'prerendering' | 'readyState' | 'visibilityState', value: unknown): void {
  const {prototype} = Document;
  const property = name as keyof Document;
  if (!real.has(property)) real.set(property, Object.getOwnPropertyDescriptor(prototype, property));
  Object.defineProperty(prototype, property, {configurable: true, get: () => value});
}

/** Undoes all overrides. */
export function restoreDocument(): void {
  for (const [name, descriptor] of real) {
    if (descriptor) Object.defineProperty(Document.prototype, name, descriptor);
    else Reflect.deleteProperty(Document.prototype, name);
  }
  real.clear();
}

/** Hides the page, or shows it again. */
export function setVisibility(state: DocumentVisibilityState): void {
  fakeDocument('visibilityState', state);
  document.dispatchEvent(new Event('visibilitychange'));
}

/**
 * Makes the page a prerendered one, until it is activated or `restoreDocument()`. Real prerendering needs a browser without
 * a debugger attached: see test/pages.
 */
export function fakePrerendering(): {activate: () => void} {
  fakeDocument('prerendering', true);
  return {
    activate() {
      fakeDocument('prerendering', false);
      document.dispatchEvent(new Event('prerenderingchange'));
    },
  };
}
