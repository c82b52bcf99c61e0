// Protects Lit from DOM clobbering: an element such as `<img id="litHtmlVersions">` would be the value of that global
// variable, and Lit would throw. Imported before Lit.

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

// named elements are found on the prototype chain of `window`, and are never its own properties
for (const name of NAMES) {
  if (name in globalThis && !Object.hasOwn(globalThis, name)) Object.assign(globalThis, {[name]: undefined});
}
