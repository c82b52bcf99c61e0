import {inATaskOfItsOwn} from './in-a-task-of-its-own.js';

/** Whether the page is going away, for good or into the back/forward cache: no further task may run. */
let isGoing = false;
// there are no pages in Node
if (typeof addEventListener === 'function') {
  for (const type of ['pagehide', 'pageshow']) {
    addEventListener(
      type,
      () => {
        isGoing = type === 'pagehide';
      },
      {capture: true},
    );
  }
}

/** Calls back in the next task, or when the page is unloaded or hidden for good: at once, if that has begun. */
export function inTheNextTask(callback: () => void): void {
  if (isGoing) {
    callback();
    return;
  }
  const done = new AbortController();
  const run = () => {
    if (done.signal.aborted) return;
    done.abort();
    callback();
  };
  inATaskOfItsOwn(run);
  if (typeof addEventListener === 'function') addEventListener('pagehide', run, done);
}
