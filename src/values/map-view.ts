/** Creates a read-only view of a map: live, and without any way to change the map. */
export function createMapView<Key, Value>(map: ReadonlyMap<Key, Value>): ReadonlyMap<Key, Value> {
  // closures rather than private fields, which fail in the proxies that frameworks wrap around objects
  const view: ReadonlyMap<Key, Value> = {
    get size() {
      return map.size;
    },
    has: (key) => map.has(key),
    get: (key) => map.get(key),
    forEach: (callback, thisArg) => {
      map.forEach((value, key) => {
        callback.call(thisArg, value, key, view);
      });
    },
    entries: () => map.entries(),
    keys: () => map.keys(),
    values: () => map.values(),
    [Symbol.iterator]: () => map.entries(),
  };
  return Object.freeze(view);
}
