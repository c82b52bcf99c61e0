import {unclobbered} from '../../dom/unclobbered.js';

/** Google's translators (Chrome's, and the website widget) add one of these to the root element. */
const GOOGLE = '.translated-ltr, .translated-rtl';
const FIREFOX = 'data-moz-translations-id';
/**
 * Edge's translator sets the first two on every element that it translates; Firefox's sets the third on some elements,
 * while it translates them.
 */
export const TRANSLATOR_ATTRIBUTES = ['_msttexthash', '_msthash', FIREFOX];
const TRANSLATED = TRANSLATOR_ATTRIBUTES.map((name) => `[${name}]`).join();
/** A translator may set the root element's `lang` this long before it marks elements, in milliseconds. */
const HEAD_START = 1_000;

/**
 * The language in which a page was written. A translator sets the `lang` of the root element, and translates text, but not
 * phrases in attributes.
 */
class PageLanguage {
  /** The `lang` as the author wrote it; null if unknown. */
  authored: string | null;
  /** The value of `authored` before the last change of the `lang`. */
  #before: string | null = null;
  readonly #root: Element;
  /** The `lang` that was last seen, and when it changed to that. */
  #seen: string | null;
  #changedAt = -Infinity;

  constructor(root: Element) {
    this.#root = root;
    this.#seen = root.getAttribute('lang');
    this.authored = sourceOf(this.#seen) ?? (markerIn(root) ? null : this.#seen);
  }

  /** Call this after changes of the `lang`, and of translators' marks. */
  follow(): void {
    const lang = this.#root.getAttribute('lang');
    const marker = markerIn(this.#root);
    if (lang !== this.#seen) {
      this.#seen = lang;
      this.#changedAt = performance.now();
      this.#before = this.authored;
      if (!marker) this.authored = lang;
    } else if (marker) {
      // Firefox loads its model in between, which may take any time
      const headStart = marker.hasAttribute(FIREFOX) ? Infinity : HEAD_START;
      if (performance.now() - this.#changedAt <= headStart) this.authored = this.#before;
    }
    this.authored = sourceOf(lang) ?? this.authored;
  }
}

/** The root element or a descendant that a translator has marked. */
function markerIn(root: Element): Element | null {
  return root.closest(GOOGLE) ?? root.querySelector(TRANSLATED);
}

/** The original language in a `lang` such as `fr-x-mtfrom-en`, which Google's translators set. */
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

// on load, because a page may be translated before it contains an ot-connection-count
if (typeof document !== 'undefined') {
  const root = unclobbered(document).documentElement as Element | null;
  if (root) pageLanguage(root);
}
