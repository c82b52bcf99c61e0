import {aTimeout, fixtureCleanup} from '@open-wc/testing';
import {until} from '../wait.js';
import {useFakePlatform} from '../fakes/use-fake-platform.js';

/** The URL of the page, which a test may change. */
export const page = location.href;
/** The URLs that were requested in the current test. */
export let requested: string[];

/**
 * From here on, each test of the file has a fake platform, and endpoints that respond with a number and a session id. The
 * page has its URL, base, and content again afterwards.
 */
export function useRecordedRequests(): void {
  const {fetch} = globalThis;
  let tests = 0;

  beforeEach(async function () {
    // WebKit allows 100 history changes in ten seconds
    if (/AppleWebKit(?!.*Chrome)/.test(navigator.userAgent) && ++tests % 25 === 0) {
      this.timeout(20_000);
      await aTimeout(10_000);
    }
    requested = [];
    globalThis.fetch = (input) => {
      requested.push((input as URL).href);
      return Promise.resolve(Response.json({count: 1, sessionId: 'room'}));
    };
  });

  // before the hook of the platform, which waits until all connections have ended
  afterEach(() => {
    fixtureCleanup();
    for (const element of document.querySelectorAll('body > ot-session, body > ot-connection-count')) element.remove();
    document.querySelector('base')?.remove();
    if (location.href !== page) history.replaceState(null, '', page);
    globalThis.fetch = fetch;
  });

  useFakePlatform();
}

/** Resolves after this many requests. */
export const requests = (number: number) =>
  until(() => requested.length >= number, `${number} requests, of ${String(requested)}`);

/** The absolute URL, relative to the page. */
export const resolved = (text: string) => new URL(text, page).href;
