/**
 * A document or element with the members that the browser defines. Markup can take their place: where a page contains
 * `<img name="createElement">`, `document.createElement` is that image, and a form's fields do the same to the form.
 *
 * @see https://html.spec.whatwg.org/multipage/dom.html#dom-document-nameditem
 */
export function unclobbered<N extends Node>(node: N): Readonly<N> {
  const prototype = Object.getPrototypeOf(node) as N;
  return new Proxy(node, {
    get(target, name) {
      const member: unknown = Reflect.get(prototype, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
