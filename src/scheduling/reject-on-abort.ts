/**
 * Rejects with the signal's reason when it is aborted, or immediately if it already is.
 *
 * @param options its `signal` removes the listener, so that the promise stays pending
 */
export function rejectOnAbort(signal: AbortSignal, options?: AddEventListenerOptions): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, options);
  });
}
