/** Calls back when the page is restored from the back/forward cache. */
export function whenRestored(callback: () => void, options: AddEventListenerOptions): void {
  addEventListener(
    'pageshow',
    ({persisted}) => {
      if (persisted) callback();
    },
    options,
  );
}
