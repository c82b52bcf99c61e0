/** Calls back after a number of milliseconds, unless the signal is aborted by then. */
export function after(ms: number, signal: AbortSignal, callback: () => void): void {
  if (signal.aborted) return;
  const stop = () => {
    clearTimeout(timer);
  };
  const timer = setTimeout(() => {
    signal.removeEventListener('abort', stop);
    callback();
  }, ms);
  signal.addEventListener('abort', stop);
}
