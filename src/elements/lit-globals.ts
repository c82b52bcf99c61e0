/** The global variables that Lit reads when it is loaded: other copies of Lit, its polyfills, and optional APIs. */
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

// an element with such an id would be the variable's value, and Lit would throw: this is imported before Lit
for (const name of NAMES) {
  if (name in globalThis && !Object.hasOwn(globalThis, name)) Object.assign(globalThis, {[name]: undefined});
}
