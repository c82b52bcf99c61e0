/**
 * Rejects with the signal's reason when it is aborted, or at once if it is already.
 *
 * @param options a signal that ends the waiting: then the promise never settles
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
