/**
 * The host of a shadow root; null for any other node.
 *
 * Does not use `instanceof`, since the node's class may be that of another window, nor only `host`, since a document may
 * contain an `<img name="host">`.
 */
export function shadowHost(node: Node): Element | null {
  return node.nodeType === Node.DOCUMENT_FRAGMENT_NODE ? ((node as Partial<ShadowRoot>).host ?? null) : null;
}
