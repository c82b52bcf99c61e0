import {resolveUrl} from '../values/resolved-url.js';
import {unclobbered} from '../dom/unclobbered.js';
import {webOrigin} from './web-origin.js';

/**
 * The origins in `data-ot-origins` of the script tag that loaded this code. Only authors who may run scripts can write such a
 * tag, and so allow markup to name other origins.
 *
 * @param url this module's own; undefined in a classic script
 */
export function namedOrigins(url: string | undefined): string[] {
  const page = unclobbered(document);
  const {currentScript} = page;
  const tags = currentScript
    ? [currentScript]
    : [...page.querySelectorAll<HTMLScriptElement>('script[type=module]')].filter(({src}) => src === url);
  return tags
    .flatMap(({dataset}) => dataset.otOrigins?.split(/\s+/) ?? [])
    .map((text) => webOrigin(resolveUrl(text).url))
    .filter((origin) => origin !== undefined);
}
