/** What Lit reads from the window as it is loaded: other copies of itself, its polyfills, and what not all browsers have. */
const NAMES = [
  'litElementHydrateSupport',
  'litElementPolyfillSupport',
  'litElementVersions',
  'litHtmlPolyfillSupport',
  'litHtmlVersions',
  'litPropertyMetadata',
  'reactiveElementPolyfillSupport',
  'reactiveElementVersions',
  'trustedTypes',
];

// an element with such an id is found there, and Lit throws as it calls it: to be imported before Lit
for (const name of NAMES) {
  if (name in globalThis && !Object.hasOwn(globalThis, name)) Object.assign(globalThis, {[name]: undefined});
}
