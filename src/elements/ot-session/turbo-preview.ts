import {unclobbered} from '../../dom/unclobbered.js';

/** Turbo marks a page like this while it shows an old copy of it, before the page itself has arrived. */
const PREVIEW = 'data-turbo-preview';

/** Whether the document shows a preview, whose visitor is about to be shown another copy of the page. */
export function isPreview(page: Document): boolean {
  // that of a template's contents has no element
  const root = unclobbered(page).documentElement as Element | null;
  return root?.hasAttribute(PREVIEW) ?? false;
}

/**
 * Calls back once the document shows no preview.
 *
 * @see https://turbo.hotwired.dev/handbook/building#detecting-when-a-preview-is-visible
 */
export function afterPreview(page: Document, signal: AbortSignal, callback: () => void): void {
  const {documentElement} = unclobbered(page);
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
