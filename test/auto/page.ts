import {expect} from '@open-wc/testing';
import '../../src/auto.js';
import type {OTConnectionCountElement} from '../../src/elements/ot-connection-count/ot-connection-count-element.js';
import type {OTSessionElement} from '../../src/elements/ot-session/ot-session-element.js';
import {useFakePlatform} from '../fakes/use-fake-platform.js';
import {settled} from '../wait.js';

export const SESSION = 'data-ot-session data-ot-engine="fake" data-ot-session-id="room" data-ot-reconnect="never"';
export const POST = `<div ${SESSION}><p>Here: <span data-ot-connection-count data-ot-text-other="{count} here">Live now</span></p></div>`;

/** Resolves when every host has been scanned since the call: the one that is added last has been upgraded. */
export async function scanned(): Promise<void> {
  const last = document.createElement('p');
  last.dataset.otConnectionCount = '';
  document.body.append(last);
  while (!last.firstElementChild) {
    await new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        resolve();
      });
      observer.observe(last, {childList: true});
    });
  }
  last.remove();
  await settled();
}

/** The only element inside that matches the selector. */
export const one = (inside: Element, selector: string) => {
  const found = inside.querySelectorAll<HTMLElement>(selector);
  expect(found.length, selector).to.equal(1);
  return found[0]!;
};
export const countHost = (inside: Element) => one(inside, '[data-ot-connection-count]');
export const sessionOf = (host: Element) => host.querySelector<OTSessionElement>(':scope > ot-session');
export const countOf = (host: Element) => host.querySelector<OTConnectionCountElement>(':scope > ot-connection-count');

/** An element's attributes, without the mark of upgraded elements. */
export const attributesOf = (element: Element | null) =>
  element &&
  Object.fromEntries(
    [...element.attributes].filter(({name}) => name !== 'data-ot-upgraded').map(({name, value}) => [name, value]),
  );

const place = document.createElement('main');

/** From here on, each test of the file has an empty page whose hosts are upgraded, and a fake platform. */
export function usePage(): void {
  beforeEach(() => {
    document.body.append(place);
  });

  afterEach(async () => {
    place.replaceChildren();
    place.remove();
    await scanned();
  });
  useFakePlatform();
}

/** Writes HTML at the end of the page, as htmx and others do. Resolves with its first element, once that was scanned. */
export async function write(html: string): Promise<HTMLElement> {
  place.insertAdjacentHTML('beforeend', html);
  const first = place.lastElementChild as HTMLElement;
  await scanned();
  return first;
}
