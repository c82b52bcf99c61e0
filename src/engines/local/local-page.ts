import {unclobbered} from '../../dom/unclobbered.js';

/** What a member does when its page goes and comes. */
export interface PageReactions {
  /** Says goodbye to the others, and nothing else. */
  readonly speak: () => void;
  /** The page goes, for good or into the back/forward cache. */
  readonly gone: () => void;
  /** The page was hidden or frozen, and is not any more. */
  readonly back: () => void;
}

/** Follows the page until the signal is aborted. A worker has none. */
export function followPage({speak, gone, back}: PageReactions, signal: AbortSignal): void {
  if (typeof document === 'undefined') return;
  const page = unclobbered(document);
  let spoken = false;
  // Firefox interrupts a running listener once while a tab closes. So one listener does nothing but speak, and the next one
  // speaks if that was cut off. Never `unload`: it would cost the page its place in the back/forward cache.
  addEventListener(
    'pagehide',
    () => {
      speak();
      // WebKit may end the process before the message is out; to read cookies it waits for another process, which by then
      // has the message too. The value is used, or minifiers take this out.
      spoken = typeof page.cookie === 'string';
    },
    {capture: true, signal},
  );
  addEventListener(
    'pagehide',
    () => {
      if (!spoken) speak();
      gone();
    },
    {signal},
  );
  page.addEventListener('resume', back, {signal});
  page.addEventListener(
    'visibilitychange',
    () => {
      if (!page.hidden) back();
    },
    {signal},
  );
}
