/** Tracks the pending timers that a page, or a frame, starts from now on. */
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

/** Makes intervals a hundred times shorter. Returns a function that undoes it. */
export function shortenIntervals(): () => void {
  const setInterval = window.setInterval.bind(window);
  const shortened = (handler: () => void, ms: number) => setInterval(handler, ms / 100);
  window.setInterval = shortened as typeof window.setInterval;
  return () => {
    window.setInterval = setInterval;
  };
}

/** Makes timeouts of a second or more a hundred times shorter: the time limits of the code. Returns a function that undoes it. */
export function shortenTimeouts(): () => void {
  const setTimeout = window.setTimeout.bind(window);
  const shortened = (handler: () => void, ms = 0) => setTimeout(handler, ms < 1000 ? ms : ms / 100);
  window.setTimeout = shortened as typeof window.setTimeout;
  return () => {
    window.setTimeout = setTimeout;
  };
}
