/**
 * A document or element whose members are those that the browser defines, even if markup clobbers them: in a page with
 * `<img name="createElement">`, `document.createElement` is that image, and named controls do the same to their form. Only
 * documents and forms are affected: use this for `document`, and for elements that may be forms.
 *
 * @see https://html.spec.whatwg.org/multipage/dom.html#dom-document-nameditem
 */
export function unclobbered<N extends Node>(node: N): Readonly<N> {
  const prototype = Object.getPrototypeOf(node) as N;
  // a prototype's getters and methods throw unless `this` is the node itself
  return new Proxy(node, {
    get(target, name) {
      const member: unknown = Reflect.get(prototype, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
