/** `document.querySelectorAll()`, whose place an `<img name="querySelectorAll">` can take. */
export function allIn<E extends Element>(document: Document, selector: string): NodeListOf<E> {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- taken for its last overload, that of obsolete tags
  return Document.prototype.querySelectorAll.call(document, selector) as NodeListOf<E>;
}
