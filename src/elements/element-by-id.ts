import {unclobbered} from '../dom/unclobbered.js';

/** `getElementById()` of an element's document or shadow root. */
export function elementById(element: Element, id: string): Element | null {
  return unclobbered(element.getRootNode() as Document | ShadowRoot).getElementById(id);
}
