import {unclobbered} from '../../dom/unclobbered.js';

/** The attribute by which Turbo marks a cached copy that it shows while the page itself is loading. */
const PREVIEW = 'data-turbo-preview';

/** Whether the document shows a preview. */
export function isPreview(page: Document): boolean {
  // the document of a template's contents has none
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
