/** Calls back after a number of milliseconds, as by `setTimeout()`, unless the signal is aborted before. */
export function startTimer(ms: number, signal: AbortSignal, callback: () => void): void {
  if (signal.aborted) return;
  const clear = () => {
    clearTimeout(timer);
  };
  const timer = setTimeout(() => {
    signal.removeEventListener('abort', clear);
    callback();
  }, ms);
  signal.addEventListener('abort', clear);
}
