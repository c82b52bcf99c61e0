import {resolveUrl} from '../session/resolved-url.js';
import {allIn} from './all-in.js';
import {webOrigin} from './web-origin.js';

/**
 * The origins in `data-ot-origins` on the page's script tag that this code came by. Whoever may write such a tag may script;
 * nobody else is to widen what markup may name.
 *
 * @param address this code's own; undefined in a classic script
 */
export function namedOrigins(address: string | undefined): string[] {
  // an `<img name="currentScript">` would come in its place
  const {currentScript} = document;
  const tags =
    currentScript instanceof HTMLScriptElement
      ? [currentScript]
      : [...allIn<HTMLScriptElement>(document, 'script[type=module]')].filter(({src}) => src === address);
  return tags
    .flatMap(({dataset}) => dataset.otOrigins?.split(/\s+/) ?? [])
    .map((text) => webOrigin(resolveUrl(text).url))
    .filter((origin) => origin !== undefined);
}
