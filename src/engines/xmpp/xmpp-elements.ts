/** The first child element with this name and namespace. */
export function childOf(parent: Element | undefined, name: string, namespace: string): Element | undefined {
  return childrenOf(parent).find((child) => child.localName === name && child.namespaceURI === namespace);
}

export function childrenOf(parent: Element | undefined): Element[] {
  return parent ? [...parent.children] : [];
}
