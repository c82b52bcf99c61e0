/**
 * The element that a shadow root belongs to; null for any other node.
 *
 * Not by `instanceof`: the node may be another document's, and its classes are of that document's window. Nor by asking for
 * `host`: a document may contain an `<img name="host">`.
 */
export function shadowHost(node: Node): Element | null {
  return node.nodeType === Node.DOCUMENT_FRAGMENT_NODE ? ((node as Partial<ShadowRoot>).host ?? null) : null;
}
