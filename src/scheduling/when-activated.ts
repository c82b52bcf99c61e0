import {unclobbered} from '../dom/unclobbered.js';

/**
 * Whether the browser renders the page for a visit that may never happen. False where there is no document, or no
 * prerendering.
 *
 * @see https://wicg.github.io/nav-speculation/prerendering.html#document-prerendering
 */
export function isPrerendering(): boolean {
  return typeof document === 'object' && (unclobbered(document) as {prerendering?: boolean}).prerendering === true;
}

/** Resolves once the page is being visited, at once if it is already. Rejects with the signal's reason if that comes first. */
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
