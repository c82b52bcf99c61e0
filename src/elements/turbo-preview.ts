/** Turbo marks a page like this while it shows an old copy of it, before the page itself has arrived. */
const PREVIEW = 'data-turbo-preview';

/** Whether the document shows a preview, whose visitor is about to be shown another copy of the page. */
export function isPreview(document: Document): boolean {
  // that of a template's contents has no element
  const root = document.documentElement as Element | null;
  return root?.hasAttribute(PREVIEW) ?? false;
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
