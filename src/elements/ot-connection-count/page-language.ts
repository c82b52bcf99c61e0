import {unclobbered} from '../../dom/unclobbered.js';

/** Google's translators (Chrome's, and the widget for sites) put one of these on the root element. */
const GOOGLE = '.translated-ltr, .translated-rtl';
/** Edge's translator has its two on all elements that it translated; Firefox's, on some while it translates them. */
const FIREFOX = 'data-moz-translations-id';
export const TRANSLATOR_ATTRIBUTES = ['_msttexthash', '_msthash', FIREFOX];
const TRANSLATED = TRANSLATOR_ATTRIBUTES.map((name) => `[${name}]`).join();
/** A translator may set the root element's `lang` this long before its marker, in milliseconds. */
const HEAD_START = 1_000;

/**
 * The language that a page's author wrote the page in. A translator sets the `lang` of the root element, and translates the
 * text; it does not reach phrases in attributes.
 */
class PageLanguage {
  /** The `lang` as the author wrote it; null when unknown. */
  authored: string | null;
  /** What `authored` was before the last change of the `lang`. */
  #before: string | null = null;
  readonly #root: Element;
  /** The `lang` that was last seen, and when it had become that. */
  #seen: string | null;
  #changedAt = -Infinity;

  constructor(root: Element) {
    this.#root = root;
    this.#seen = root.getAttribute('lang');
    this.authored = sourceOf(this.#seen) ?? (markerIn(root) ? null : this.#seen);
  }

  /** To be called after changes of the `lang`, and of what translators mark. */
  follow(): void {
    const lang = this.#root.getAttribute('lang');
    const marker = markerIn(this.#root);
    if (lang !== this.#seen) {
      this.#seen = lang;
      this.#changedAt = performance.now();
      this.#before = this.authored;
      if (!marker) this.authored = lang;
    } else if (marker) {
      // Firefox loads its model in between, which takes as long as it takes
      const headStart = marker.hasAttribute(FIREFOX) ? Infinity : HEAD_START;
      if (performance.now() - this.#changedAt <= headStart) this.authored = this.#before;
    }
    this.authored = sourceOf(lang) ?? this.authored;
  }
}

/** The root element or one in it that a translator has marked. */
function markerIn(root: Element): Element | null {
  return root.closest(GOOGLE) ?? root.querySelector(TRANSLATED);
}

/** Google marks the language of a translation as `fr-x-mtfrom-en`. */
function sourceOf(lang: string | null): string | undefined {
  return /-x-mtfrom-(.+)/i.exec(lang ?? '')?.[1];
}

const pages = new WeakMap<Element, PageLanguage>();

/** @param root a document's root element */
export function pageLanguage(root: Element): PageLanguage {
  let page = pages.get(root);
  if (!page) pages.set(root, (page = new PageLanguage(root)));
  return page;
}

// from now on: a page may be translated before its first count
if (typeof document !== 'undefined') {
  const root = unclobbered(document).documentElement as Element | null;
  if (root) pageLanguage(root);
}
