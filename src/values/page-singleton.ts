/**
 * Returns a value that all copies of this package in the page share.
 *
 * @param key the value's key in the global symbol registry; the number in it changes with the format of the value
 * @param create called by the first copy
 */
export function pageSingleton<Value>(key: string, create: () => Value): Value {
  const globals = globalThis as Partial<Record<symbol, Value>>;
  return (globals[Symbol.for(key)] ??= create());
}
