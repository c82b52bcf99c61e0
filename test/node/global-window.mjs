/** Globals of Node that a DOM must not replace. */
const KEPT =
  /^(console|crypto|global|globalThis|performance|process|queueMicrotask|(set|clear)(Immediate|Interval|Timeout))$/;

/** Makes a window's properties global, as test runners in Node do. */
export function putIntoGlobalScope(window) {
  for (let object = window; object && object !== Object.prototype; object = Object.getPrototypeOf(object)) {
    for (const name of Object.getOwnPropertyNames(object)) {
      const value = window[name];
      const isLanguage = value === globalThis[name] || name === 'constructor';
      if (KEPT.test(name) || isLanguage || value === undefined || Number.isNaN(value)) continue;
      const isMethod = typeof value === 'function' && !value.prototype;
      const property = {configurable: true, writable: true, value: isMethod ? value.bind(window) : value};
      Object.defineProperty(globalThis, name, property);
    }
  }
}
