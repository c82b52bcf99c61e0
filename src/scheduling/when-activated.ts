import {unclobbered} from '../dom/unclobbered.js';
import {rejectOnAbort} from './reject-on-abort.js';

/**
 * Whether the browser is prerendering the page, for a visit that may never happen. False without a document or where
 * prerendering is not supported.
 *
 * @see https://wicg.github.io/nav-speculation/prerendering.html#document-prerendering
 */
export function isPrerendering(): boolean {
  return typeof document === 'object' && (unclobbered(document) as {prerendering?: boolean}).prerendering === true;
}

/**
 * Resolves when the page is activated, or immediately if it is not prerendering. Rejects with the signal's reason if
 * aborted.
 */
export async function whenActivated(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (!isPrerendering()) return;
  const settled = new AbortController();
  try {
    const activation = new Promise((resolve) => {
      unclobbered(document).addEventListener('prerenderingchange', resolve, settled);
    });
    await Promise.race([activation, rejectOnAbort(signal, settled)]);
  } finally {
    settled.abort();
  }
}
