import {queueTask} from './queue-task.js';

/** Whether the page is being unloaded or put into the back/forward cache, so that no further task may run. */
let isPageHidden = false;
// Node has no page
if (typeof addEventListener === 'function') {
  for (const type of ['pagehide', 'pageshow']) {
    addEventListener(
      type,
      () => {
        isPageHidden = type === 'pagehide';
      },
      {capture: true},
    );
  }
}

/** Calls back once: in the next task, or on `pagehide` if that comes first; synchronously if it has been dispatched already. */
export function runInNextTaskOrOnPagehide(callback: () => void): void {
  if (isPageHidden) {
    callback();
    return;
  }
  const done = new AbortController();
  const run = () => {
    if (done.signal.aborted) return;
    done.abort();
    callback();
  };
  queueTask(run);
  if (typeof addEventListener === 'function') addEventListener('pagehide', run, done);
}
