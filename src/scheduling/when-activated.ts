import {unclobbered} from '../dom/unclobbered.js';

/**
 * Whether the browser is prerendering the page, for a visit that may never happen. False without a document or where
 * prerendering is not supported.
 *
 * @see https://wicg.github.io/nav-speculation/prerendering.html#document-prerendering
 */
export function isPrerendering(): boolean {
  return typeof document === 'object' && (unclobbered(document) as {prerendering?: boolean}).prerendering === true;
}

/** Resolves when the page is activated, or at once if it is not prerendering. Rejects with the signal's reason if aborted. */
export async function whenActivated(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (!isPrerendering()) return;
  const settled = new AbortController();
  try {
    await new Promise<void>((resolve, reject) => {
      const activated = () => {
        resolve();
      };
      const aborted = () => {
        reject(signal.reason as Error);
      };
      unclobbered(document).addEventListener('prerenderingchange', activated, settled);
      signal.addEventListener('abort', aborted, settled);
    });
  } finally {
    settled.abort();
  }
}
