import {unclobbered} from '../../dom/unclobbered.js';

/** What a member does at the events of its page. */
export interface PageCallbacks {
  /** Posts the goodbye message, and does nothing else. */
  readonly sayGoodbye: () => void;
  /** The page is being unloaded or put into the back/forward cache. */
  readonly hide: () => void;
  /** The page was hidden or frozen, and no longer is. */
  readonly resume: () => void;
}

/** Observes the page until the signal is aborted. In a worker, does nothing. */
export function observePage({sayGoodbye, hide, resume}: PageCallbacks, signal: AbortSignal): void {
  if (typeof document === 'undefined') return;
  const page = unclobbered(document);
  let saidGoodbye = false;
  // When a tab closes, Firefox may interrupt one running listener. So the first listener only says goodbye, and the second one
  // repeats that if the first was interrupted. Not on `unload`, which would exclude the page from the back/forward cache.
  addEventListener(
    'pagehide',
    () => {
      sayGoodbye();
      // WebKit may end the process before the message is sent. Reading cookies waits for another process, which has received
      // the message by then. The value is used, or else minifiers remove the access.
      saidGoodbye = typeof page.cookie === 'string';
    },
    {capture: true, signal},
  );
  addEventListener(
    'pagehide',
    () => {
      if (!saidGoodbye) sayGoodbye();
      hide();
    },
    {signal},
  );
  page.addEventListener('resume', resume, {signal});
  page.addEventListener(
    'visibilitychange',
    () => {
      if (!page.hidden) resume();
    },
    {signal},
  );
}
