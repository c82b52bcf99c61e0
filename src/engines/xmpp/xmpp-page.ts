import {startTimer} from '../../scheduling/timer.js';

/** Firefox closes a page's sockets before `pagehide`. Others have no property of that name. */
export const closesEarly = 'mozInnerScreenX' in globalThis;

/** When the page was about to go last, by `performance.now()`. */
let aboutToGo = -Infinity;
if (closesEarly) {
  addEventListener('beforeunload', () => {
    aboutToGo = performance.now();
  });
}

/**
 * Resolves when the page is not about to go any more, so that what is opened then is not closed without a word; never, when
 * the signal is aborted before.
 *
 * @param stay after how many milliseconds a page that has not gone is taken to stay
 */
export async function whenItStays(stay: number, signal: AbortSignal): Promise<void> {
  for (let wait; (wait = aboutToGo + stay - performance.now()) > 0;) {
    await new Promise<void>((resolve) => {
      startTimer(wait, signal, resolve);
    });
  }
}

/**
 * Calls back when the page goes, for good or into the back/forward cache; and then what that gave when it is back from there.
 *
 * In Firefox, that is when the page is about to go; and if it has not gone after a while, since the user was asked and stays,
 * or what was to come was a download, it is back as well.
 *
 * @param stay how long that is, in milliseconds
 * @param life aborted when its going is of no interest any more
 * @param signal aborted when its return is not either
 */
export function followPage(gone: () => () => void, stay: number, life: AbortSignal, signal: AbortSignal): void {
  if (typeof document === 'undefined') return;
  addEventListener(
    'pagehide',
    () => {
      const back = gone();
      addEventListener(
        'pageshow',
        ({persisted}) => {
          if (persisted) back();
        },
        {once: true, signal},
      );
    },
    {signal: life},
  );
  if (closesEarly) {
    addEventListener(
      'beforeunload',
      () => {
        startTimer(stay, signal, gone());
      },
      {signal: life},
    );
  }
}
