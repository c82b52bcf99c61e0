/** Turbo marks a page like this while it shows an old copy of it, before the page itself has arrived. */
const PREVIEW = 'data-turbo-preview';

/** Whether the document shows a preview, whose visitor is about to be shown another copy of the page. */
export function isPreview({documentElement}: Document): boolean {
  return documentElement.hasAttribute(PREVIEW);
}

/**
 * Calls back once the document shows no preview.
 *
 * @see https://turbo.hotwired.dev/handbook/building#detecting-when-a-preview-is-visible
 */
export function afterPreview({documentElement}: Document, signal: AbortSignal, callback: () => void): void {
  const observer = new MutationObserver(() => {
    if (documentElement.hasAttribute(PREVIEW)) return;
    observer.disconnect();
    callback();
  });
  observer.observe(documentElement, {attributeFilter: [PREVIEW]});
  signal.addEventListener('abort', () => {
    observer.disconnect();
  });
}
