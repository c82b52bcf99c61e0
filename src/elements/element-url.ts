import type {ReactiveController} from 'lit';
import {type ResolvedUrl, resolveUrl} from '../values/resolved-url.js';

/**
 * The URL in an attribute. Resolved once: when it is set in a document, or when its element is inserted into one. As with
 * `<img>`, neither `history.pushState()` nor a `<base>` that is added later changes it.
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

  /** Resolves the URL again, even if the text is the same. */
  set text(text: string) {
    this.#text = text;
    this.#document = undefined;
    this.hostConnected();
  }

  /** Undefined if the text is empty, or the element has not been in a document. */
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
