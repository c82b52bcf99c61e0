// An `<img name="createElement">` in the page takes the place of `document.createElement`, and so on for all its members; and
// an `<img name="addEventListener">` that of the window's, too.

export function createElement<Tag extends keyof HTMLElementTagNameMap>(tag: Tag): HTMLElementTagNameMap[Tag] {
  const create: (tag: Tag) => HTMLElementTagNameMap[Tag] = Reflect.get(Document.prototype, 'createElement');
  return create.call(document, tag);
}

export function listenToDocument(type: string, listener: EventListener, signal: AbortSignal): void {
  Document.prototype.addEventListener.call(document, type, listener, {signal});
}

export function listenToWindow(type: string, listener: EventListener, signal: AbortSignal): void {
  EventTarget.prototype.addEventListener.call(window, type, listener, {signal});
}

export function isPageHidden(): boolean {
  return Reflect.get(Document.prototype, 'visibilityState', document) === 'hidden';
}
