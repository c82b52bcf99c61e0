import {guarded} from './guarded.js';

const nothing = () => undefined;

/**
 * Makes a queue that runs callbacks one after another, the first one at once: what is added by a callback runs when that one
 * has returned. One that throws is reported, and does not keep the next one from running.
 *
 * @param whenEmpty called each time when the queue has become empty
 */
export function createQueue(whenEmpty: () => void = nothing): (callback?: () => void) => void {
  const callbacks: (() => void)[] = [];
  return (callback = nothing) => {
    if (callbacks.push(callback) > 1) return;
    try {
      // callbacks added meanwhile are iterated over, too
      for (const next of callbacks) guarded(next);
    } finally {
      // also where there was no stack left to report an error: a queue that is never empty would run nothing more
      callbacks.length = 0;
    }
    whenEmpty();
  };
}
