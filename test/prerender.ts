/** Lets the page say that it is prerendered. Real prerendering needs a browser that nothing is attached to: test/pages. */
export function prerender(): {activate: () => void; restore: () => void} {
  const real = Object.getOwnPropertyDescriptor(Document.prototype, 'prerendering');
  let prerendering = true;
  Object.defineProperty(Document.prototype, 'prerendering', {configurable: true, get: () => prerendering});
  return {
    activate() {
      prerendering = false;
      document.dispatchEvent(new Event('prerenderingchange'));
    },
    restore() {
      if (real) Object.defineProperty(Document.prototype, 'prerendering', real);
      else Reflect.deleteProperty(Document.prototype, 'prerendering');
    },
  };
}
