import {after} from '../../after.js';

/**
 * Calls back when the page goes, for good or into the back/forward cache; and then what that gave when it is back from there.
 *
 * Firefox closes a page's sockets before `pagehide`, so there it is when the page is about to go; and if it has not gone
 * after a while, since the user was asked and stays, or what was to come was a download, it is back as well.
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
  if ('mozInnerScreenX' in window) {
    addEventListener(
      'beforeunload',
      () => {
        after(stay, signal, gone());
      },
      {signal: life},
    );
  }
}
