import {expect} from '@open-wc/testing';
import '../../src/auto.js';
import {registerEngine} from '../../src/engines/engine-registry.js';
import type {OTConnectionCountElement} from '../../src/elements/ot-connection-count/ot-connection-count-element.js';
import type {OTSessionElement} from '../../src/elements/ot-session/ot-session-element.js';
import {quietConsole, settled, until} from '../collect.js';
import {type FakePlatform, createFakePlatform} from '../fake-engine.js';

/** A page's markup with the upgrade at work, and the engine `fake`, for each test anew. */
export interface Page {
  platform: FakePlatform;
  /** What the console was told. */
  said: string[];
  /** Writes HTML at the page's end, as htmx and others do. Resolves with its first element, once it was looked at. */
  write(html: string): Promise<HTMLElement>;
}

export const SESSION = 'data-ot-session data-ot-engine="fake" data-ot-session-id="room" data-ot-reconnect="never"';
export const POST = `<div ${SESSION}><p>Here: <span data-ot-connection-count data-ot-text-other="{count} here">Live now</span></p></div>`;

/** Everything there is has been looked at since this was called: what came last of all, in turn, was found. */
export async function lookedAt(): Promise<void> {
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

/** The only element in there that may be found by this selector. */
export const one = (inside: Element, selector: string) => {
  const found = inside.querySelectorAll<HTMLElement>(selector);
  expect(found.length, selector).to.equal(1);
  return found[0]!;
};
export const countHost = (inside: Element) => one(inside, '[data-ot-connection-count]');
export const sessionOf = (host: Element) => host.querySelector<OTSessionElement>(':scope > ot-session');
export const countOf = (host: Element) => host.querySelector<OTConnectionCountElement>(':scope > ot-connection-count');

/** An element's attributes as they are, without the mark of those that a host was given. */
export const attributesOf = (element: Element | null) =>
  element &&
  Object.fromEntries(
    [...element.attributes].filter(({name}) => name !== 'data-ot-upgraded').map(({name, value}) => [name, value]),
  );

/** For a `describe()`: sets up each of its tests. */
export function pageOfEachTest(): Page {
  const place = document.createElement('main');
  const page = {
    async write(html: string) {
      place.insertAdjacentHTML('beforeend', html);
      const first = place.lastElementChild as HTMLElement;
      await lookedAt();
      return first;
    },
  } as Page;
  let quiet: ReturnType<typeof quietConsole>;

  beforeEach(() => {
    page.platform = createFakePlatform();
    registerEngine('fake', () => Promise.resolve(page.platform.engine));
    quiet = quietConsole();
    page.said = quiet.said;
    document.body.append(place);
  });

  afterEach(async () => {
    place.replaceChildren();
    place.remove();
    await lookedAt();
    quiet.restore();
    await until(() => page.platform.running === 0, 'all connections have ended');
  });
  return page;
}
