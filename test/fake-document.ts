const real = new Map<keyof Document, PropertyDescriptor>();

/** Lets the document say something else of itself. On the prototype: a member of the document's own could be an `<img>` in the page. */
export function fakeDocument(name: 'readyState' | 'visibilityState', value: string): void {
  const {prototype} = Document;
  if (!real.has(name)) real.set(name, Object.getOwnPropertyDescriptor(prototype, name)!);
  Object.defineProperty(prototype, name, {configurable: true, get: () => value});
}

/** Lets the document say the truth again. */
export function restoreDocument(): void {
  for (const [name, descriptor] of real) Object.defineProperty(Document.prototype, name, descriptor);
  real.clear();
}
