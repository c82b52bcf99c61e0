/** The longest delay that `setTimeout()` supports, in milliseconds. */
const MAX_DELAY = 2 ** 31 - 1;

/**
 * Calls back after a number of milliseconds, as by `setTimeout()`, unless the signal is aborted before. The longest delay is 24
 * days, even if `ms` is greater.
 */
export function startTimer(ms: number, signal: AbortSignal, callback: () => void): void {
  if (signal.aborted) return;
  const clear = () => {
    clearTimeout(timer);
  };
  const timer = setTimeout(
    () => {
      signal.removeEventListener('abort', clear);
      callback();
    },
    Math.min(ms, MAX_DELAY),
  );
  signal.addEventListener('abort', clear);
}
