import type {ReactiveController} from 'lit';
import {type ResolvedUrl, resolveUrl} from '../values/resolved-url.js';

/**
 * A URL that an element has from its markup, or from script. It is resolved once, when it is set in a document, or when the
 * element is inserted into one: as with an `<img>`, neither `history.pushState()` nor a `<base>` changes it after that.
 */
export class ElementUrl implements ReactiveController {
  readonly #element: Element;
  #text = '';
  #resolved: ResolvedUrl | undefined;
  /** The document in which it was resolved. */
  #document: Document | undefined;

  constructor(element: Element) {
    this.#element = element;
  }

  get text(): string {
    return this.#text;
  }

  /** Setting the same text resolves it again. */
  set text(text: string) {
    this.#text = text;
    this.#document = undefined;
    this.hostConnected();
  }

  /** Undefined for an empty text, and as long as the element was in no document. */
  get resolved(): ResolvedUrl | undefined {
    return this.#resolved;
  }

  hostConnected(): void {
    const {isConnected, ownerDocument, baseURI} = this.#element;
    if (this.#document === ownerDocument) return;
    this.#document = isConnected ? ownerDocument : undefined;
    this.#resolved = isConnected && this.#text ? resolveUrl(this.#text, baseURI) : undefined;
  }
}
