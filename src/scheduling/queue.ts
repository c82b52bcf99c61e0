import {callReportingErrors} from './call-reporting-errors.js';

const nothing = () => undefined;

/**
 * Creates a queue that runs callbacks in the order they are added. The first one runs synchronously, and a callback that is
 * added by a running one runs after that has returned. Exceptions are reported, and the next callback runs.
 *
 * @param whenEmpty called whenever the queue has become empty
 */
export function createQueue(whenEmpty: () => void = nothing): (callback?: () => void) => void {
  const callbacks: (() => void)[] = [];
  return (callback = nothing) => {
    if (callbacks.push(callback) > 1) return;
    try {
      // the iteration includes callbacks that are added meanwhile
      for (const next of callbacks) callReportingErrors(next);
    } finally {
      // even if reporting an error throws, as on a stack overflow: a queue that stays non-empty would never run again
      callbacks.length = 0;
    }
    whenEmpty();
  };
}
