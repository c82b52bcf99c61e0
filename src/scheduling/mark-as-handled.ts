/** Keeps the rejection of a promise from being reported as an `unhandledrejection`; for one that an event reports. */
export function markAsHandled<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}
