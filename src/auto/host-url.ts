import {ElementUrl} from '../elements/element-url.js';
import type {ResolvedUrl} from '../values/resolved-url.js';

const urls = new WeakMap<Element, Map<string, ElementUrl>>();

/** The URL in an attribute of a host, resolved when a scan first found it there. */
export function hostUrl(host: Element, attribute: string, text: string): ResolvedUrl | undefined {
  let ofHost = urls.get(host);
  if (!ofHost) urls.set(host, (ofHost = new Map<string, ElementUrl>()));
  let url = ofHost.get(attribute);
  if (!url) ofHost.set(attribute, (url = new ElementUrl(host)));
  if (url.text !== text) url.text = text;
  return url.resolved;
}
