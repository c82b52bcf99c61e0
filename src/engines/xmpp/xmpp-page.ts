import {startTimer} from '../../scheduling/timer.js';
import {whenRestored} from '../../scheduling/when-restored.js';

/** Whether the browser is Firefox, which closes a page's sockets before `pagehide`. No other one has this property. */
export const closesSocketsEarly = 'mozInnerScreenX' in globalThis;

/** The time of the last `beforeunload`, by `performance.now()`. */
let beforeUnloadTime = -Infinity;
if (closesSocketsEarly) {
  addEventListener('beforeunload', () => {
    beforeUnloadTime = performance.now();
  });
}

/**
 * Resolves when the page is not about to be unloaded, which would close new sockets without a goodbye. Never resolves if the
 * signal is aborted before.
 *
 * @param timeout how long after `beforeunload` a page that is still there is not being unloaded, in milliseconds
 */
export async function whenNotUnloading(timeout: number, signal: AbortSignal): Promise<void> {
  for (let wait; (wait = beforeUnloadTime + timeout - performance.now()) > 0;) {
    await new Promise<void>((resolve) => {
      startTimer(wait, signal, resolve);
    });
  }
}

/**
 * Calls back when the page is being unloaded or put into the back/forward cache, and then calls what that returned when the page
 * is restored.
 *
 * In Firefox, this is on `beforeunload`. If the page is still there after the timeout, since the user has canceled, or since the
 * navigation is a download, the page counts as restored.
 *
 * @param timeout in milliseconds
 * @param lifetime aborted when unloading no longer matters
 * @param signal aborted when restoring no longer matters
 */
export function observeUnload(
  handleUnload: () => () => void,
  timeout: number,
  lifetime: AbortSignal,
  signal: AbortSignal,
): void {
  if (typeof document === 'undefined') return;
  addEventListener(
    'pagehide',
    () => {
      whenRestored(handleUnload(), {once: true, signal});
    },
    {signal: lifetime},
  );
  if (closesSocketsEarly) {
    addEventListener(
      'beforeunload',
      () => {
        startTimer(timeout, signal, handleUnload());
      },
      {signal: lifetime},
    );
  }
}
