import {resolveUrl} from '../values/resolved-url.js';
import {unclobbered} from '../dom/unclobbered.js';
import {webOrigin} from './web-origin.js';

/**
 * The origins in `data-ot-origins` on the page's script tag that this code came by. Whoever may write such a tag may script;
 * nobody else is to widen what markup may name.
 *
 * @param address this code's own; undefined in a classic script
 */
export function namedOrigins(address: string | undefined): string[] {
  const page = unclobbered(document);
  const {currentScript} = page;
  const tags = currentScript
    ? [currentScript]
    : [...page.querySelectorAll<HTMLScriptElement>('script[type=module]')].filter(({src}) => src === address);
  return tags
    .flatMap(({dataset}) => dataset.otOrigins?.split(/\s+/) ?? [])
    .map((text) => webOrigin(resolveUrl(text).url))
    .filter((origin) => origin !== undefined);
}
