/**
 * Calls back when the page goes, for good or into the back/forward cache; and then what that gave when it is back from there.
 *
 * @param life aborted when its going is of no interest any more
 * @param signal aborted when its return is not either
 */
export function followPage(gone: () => () => void, life: AbortSignal, signal: AbortSignal): void {
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
}
