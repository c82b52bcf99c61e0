// What the tests of the demo's pages share.
import {randomUUID} from 'node:crypto';
import {readdirSync} from 'node:fs';

export const PAGES = readdirSync('demo').filter((name) => name.endsWith('.html'));

export const newSession = () => `?session=${randomUUID()}`;

/** Clicks as a user would; WebDriver in WebKit cannot. */
export async function click(tab, selector) {
  if (!tab.page.click) return tab.evaluate((which) => document.querySelector(which).click(), selector);
  await tab.page.bringToFront(); // click() waits for the element to be in view, and nothing is in view in a hidden tab
  await tab.page.click(selector);
}

/** Resolves when the first count in the selected element shows this text. */
export const shows = (tab, selector, text) =>
  tab.until(
    (which, expected) => {
      const count = document.querySelector(`${which} ot-connection-count`);
      const shown = count?.shadowRoot?.querySelector('[part=count]') ?? count;
      return shown?.textContent.trim() === expected;
    },
    selector,
    text,
  );

/** Resolves when every session that the page joins by itself is connected. */
export const isReady = (tab) =>
  tab.until(() => {
    const sessions = [...document.querySelectorAll('ot-session')];
    return (
      document.readyState === 'complete' &&
      sessions.every(({state, connectOn}) => state === 'connected' || connectOn === 'manual' || connectOn === 'visible')
    );
  });

/** The page's errors and warnings, except for Lit's hints to developers, which only unbuilt sources cause. */
export const problemsOf = async (tab) =>
  (await tab.problems()).filter((problem) => !problem.includes('https://lit.dev/msg/'));

/**
 * Moves the page's sessions to a platform in memory, `window.platform`, with people of these names, and others up to this
 * total of connections.
 */
export async function joinFakePlatform(tab, total, names = []) {
  await tab.evaluate(
    async (size, named) => {
      const [{createFakePlatform}, {registerEngine, SessionError}] = await Promise.all([
        import('/test/fakes/fake-platform.ts'),
        import('/cdn/ot-elements.js'),
      ]);
      const platform = createFakePlatform();
      window.platform = platform;
      window.SessionError = SessionError;
      named.forEach((name, index) => platform.join(`named-${index}`, name));
      for (let number = named.length + 1; number < size; number++) platform.join(`guest-${number}`, 'Guest');
      registerEngine('fake', async () => platform.engine);
      for (const session of document.querySelectorAll('ot-session')) {
        Object.assign(session, {
          engine: 'fake',
          sessionId: 'fake',
          apiKey: '',
          applicationId: '',
          token: 'role=moderator',
        });
        session.connect();
      }
    },
    total,
    names,
  );
  await tab.until(
    (size) => [...document.querySelectorAll('ot-session')].every(({connections}) => connections.size === size),
    total,
  );
}
