import assert from 'node:assert/strict';
import {after, describe, test} from 'node:test';
import {build} from 'esbuild';

/** Resolves when the event fires. */
const once = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, {once: true}));

/** The module of the browser tests' fake platform, bundled with its imports. */
const {
  outputFiles: [fakePlatform],
} = await build({entryPoints: ['test/fakes/fake-platform.ts'], bundle: true, write: false, format: 'esm'});
const {createFakePlatform} = await import(`data:text/javascript,${encodeURIComponent(fakePlatform.text)}`);

/**
 * Describes the elements in a simulated DOM, such as unit tests run in.
 *
 * @param load returns the window, with both elements defined in it; the package's exports; and the console that it logs to,
 *   if that is not the window's
 */
export function describeElements(title, load) {
  describe(title, async () => {
    const {window, exports, console = window.console} = await load();
    const {document} = window;
    const platform = createFakePlatform();
    exports.registerEngine('fake', async () => platform.engine);
    /** Resolves when all connections to the platform have ended. */
    const isLeft = async () => {
      while (platform.running) await new Promise((resolve) => setTimeout(resolve));
    };
    const uncaught = [];
    window.addEventListener('error', ({error}) => uncaught.push(error));
    after(() => assert.deepEqual(uncaught, [], 'thrown in the page, and not caught'));

    /** The markup in a container in the page, until the test ends. */
    function fixture(context, html) {
      const container = document.createElement('div');
      context.after(() => container.remove());
      document.body.append(container);
      container.innerHTML = html;
      return ['ot-session', 'ot-connection-count'].map((tag) => container.querySelector(tag));
    }

    const textOf = ({shadowRoot}) => shadowRoot.querySelector('[part=count]')?.textContent;

    /** Resolves when the count shows the text; undefined is its own content. */
    function shows(count, text) {
      if (textOf(count) === text) return Promise.resolve();
      return new Promise((resolve) => {
        const observer = new window.MutationObserver(() => {
          if (textOf(count) !== text) return;
          observer.disconnect();
          resolve();
        });
        observer.observe(count.shadowRoot, {childList: true, characterData: true, subtree: true});
      });
    }

    const SESSION = `
      <ot-session engine="fake" session-id="room" CONNECT>
        <ot-connection-count lang="en" text-one="{count} person" text-other="{count} people" COUNT>Live</ot-connection-count>
      </ot-session>`;
    const markup = (session = '', count = '') => SESSION.replace('CONNECT', session).replace('COUNT', count);

    test('a session joins, its events fire, and the count shows who joins and leaves', async (context) => {
      const [session, count] = fixture(context, markup());
      const events = [];
      for (const type of ['sessionConnected', 'connectionCreated', 'connectionDestroyed', 'connectioncountchange']) {
        session.addEventListener(type, () => events.push(type));
      }
      await shows(count, '1 person');
      platform.join('guest');
      await shows(count, '2 people');
      assert.equal(count.value, 2);
      platform.leave('guest');
      await shows(count, '1 person');
      assert.deepEqual(events, [
        'sessionConnected',
        'connectionCreated',
        'connectioncountchange',
        'connectionCreated',
        'connectioncountchange',
        'connectionDestroyed',
        'connectioncountchange',
      ]);
      assert.equal(session.state, 'connected');
    });

    test('disconnect() leaves, and connect() joins again', async (context) => {
      const [session, count] = fixture(context, markup('connect-on="manual"'));
      await session.connect();
      await shows(count, '1 person');
      await session.disconnect();
      await shows(count, undefined);
      await isLeft();
      assert.ok(count.shadowRoot.querySelector('slot'));
      await session.connect();
      await shows(count, '1 person');
    });

    test('an element that is removed leaves, one that is moved does not', async (context) => {
      const [session, count] = fixture(context, markup());
      await shows(count, '1 person');
      document.body.append(session);
      await new Promise((resolve) => setTimeout(resolve));
      assert.equal(session.state, 'connected');
      const left = once(session, 'sessionDisconnected');
      session.remove();
      await left;
      await isLeft();
    });

    test('elements created by script accept properties, and a session of the page’s own', async (context) => {
      const count = document.createElement('ot-connection-count');
      const session = document.createElement('ot-session');
      context.after(() => session.remove());
      count.lang = 'en';
      count.textOther = '{count} here';
      session.session = exports.initSession('', 'script', {engine: 'fake'});
      session.append(count);
      document.body.append(session);
      await session.session.connect();
      await shows(count, '1 here');
      await session.session.disconnect();
      await shows(count, undefined);
    });

    for (const moment of ['visible', 'idle']) {
      test(`connect-on="${moment}" joins where the DOM has no layout`, async (context) => {
        const [session] = fixture(context, markup(`connect-on="${moment}"`));
        // some have an IntersectionObserver that never calls back
        if (moment === 'visible' && window.IntersectionObserver) return;
        await once(session, 'sessionConnected');
      });
    }

    test('code that is loaded later works, too: people, others, announce, an invalid reference', async (context) => {
      const warn = context.mock.method(console, 'warn', () => undefined);
      const [, people] = fixture(context, markup('', 'count="people" announce'));
      await shows(people, '1 person');
      const [, others] = fixture(context, markup('', 'count="others"'));
      await shows(others, '0 people');
      fixture(context, markup('', 'for="nobody"'));
      while (!warn.mock.callCount()) await new Promise((resolve) => setTimeout(resolve));
      assert.match(warn.mock.calls[0].arguments.join(), /for="nobody"/);
    });

    test('a command of a button joins', async (context) => {
      const [session] = fixture(context, markup('connect-on="manual"'));
      const command = new window.Event('command', {cancelable: true});
      command.command = '--connect';
      session.dispatchEvent(command);
      await once(session, 'sessionConnected');
    });

    test('an attempt that fails fires error, even where :state() is not supported', async (context) => {
      context.mock.method(console, 'error', () => undefined);
      const [session] = fixture(context, '<ot-session engine="nowhere" session-id="room"></ot-session>');
      const {detail} = await once(session, 'error');
      assert.equal(detail.error.code, 'unknown-engine');
      assert.equal(session.error.code, 'unknown-engine');
    });

    test('the local engine reports what is missing, and what to do', async (context) => {
      context.mock.method(console, 'error', () => undefined);
      const [session] = fixture(context, '<ot-session engine="local" session-id="room"></ot-session>');
      const {detail} = await once(session, 'error');
      assert.equal(detail.error.code, 'unsupported-browser');
      assert.match(detail.error.message, /needs a browser with Web Locks and BroadcastChannel/);
      assert.match(detail.error.message, /registerEngine\(\)/);
    });

    test('data- attributes become elements', async (context) => {
      const container = document.createElement('p');
      context.after(() => container.remove());
      container.innerHTML =
        '<span data-ot-session data-ot-engine="fake" data-ot-session-id="room"><b data-ot-connection-count>Live</b></span>';
      document.body.append(container);
      let count;
      while (!(count = container.querySelector('b > ot-connection-count')))
        await new Promise((resolve) => setTimeout(resolve));
      await shows(count, '1');
    });
  });
}
