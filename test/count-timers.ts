/** Counts the timers of a page, or of a frame, that run from now on. */
export function countTimers(page: Window): {readonly timers: ReadonlySet<number>; restore: () => void} {
  const timers = new Set<number>();
  const start = page.setTimeout.bind(page);
  const stop = page.clearTimeout.bind(page);
  Object.assign(page, {
    setTimeout(callback: () => void, ms: number) {
      const timer = start(() => {
        timers.delete(timer);
        callback();
      }, ms);
      timers.add(timer);
      return timer;
    },
    clearTimeout(timer: number) {
      timers.delete(timer);
      stop(timer);
    },
  });
  return {timers, restore: () => Object.assign(page, {setTimeout: start, clearTimeout: stop})};
}
