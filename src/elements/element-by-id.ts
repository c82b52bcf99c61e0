import {shadowHost} from './shadow-host.js';

/** `getElementById()` of an element's document or shadow root. An `<img name="getElementById">` replaces a document's own. */
export function elementById(element: Element, id: string): Element | null {
  const root = element.getRootNode() as Document | ShadowRoot;
  const {prototype} = shadowHost(root) ? DocumentFragment : Document;
  return prototype.getElementById.call(root, id);
}
