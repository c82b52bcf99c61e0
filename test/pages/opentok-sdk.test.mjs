// The vendor's own SDK, both npm packages, in pages without a network: the parts of it that we use exist, and behave as we
// assume.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';
import {RECORDER} from './room.mjs';

const PACKAGES = {opentok: '@opentok/client', vonage: '@vonage/client-sdk-video'};
const KEYS = {opentok: '12345678', vonage: '12345678-1234-1234-1234-123456789abc'};
const TOKEN = 'T1==this-is-a-secret';
const SESSION = '1_MX4xMjM0NTY3OH5-fg';

const sdk = (name) => readFileSync(`node_modules/${PACKAGES[name]}/dist/js/opentok.min.js`, 'utf8');

/** Only the test's own host can be reached, as without a network. */
const POLICY = `default-src 'self' 'unsafe-inline'; connect-src 'self'`;

const page = ({head = '', name = 'opentok', attributes = ''}) => `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
  <title>The vendor's SDK</title>
  <script>${RECORDER}
    window.logged = [];
    for (const level of ['error', 'warn', 'log', 'info']) {
      const write = console[level];
      console[level] = (...args) => {
        logged.push(args.map(String).join(' '));
        write.apply(console, args);
      };
    }
  </script>
  ${head}
  <ot-session connect-on="manual" reconnect="never" session-id="${SESSION}" token="${TOKEN}"
    ${name === 'opentok' ? 'api-key' : 'application-id'}="${KEYS[name]}" ${attributes}>
    <ot-connection-count>unknown</ot-connection-count>
  </ot-session>
</html>`;

const ELEMENTS = '<script type="module" src="/cdn/ot-elements.js"></script>';

/** Like a bundler's output: CommonJS in a module, with the SDK as its default export. */
const BUNDLED = (name) => `<script type="module">
  import '/dist/define.js';
  import {registerEngine} from '/dist/index.js';
  registerEngine('opentok', async () => {
    const {createOpenTokEngine} = await import('/dist/engines/opentok/opentok-engine.js');
    return createOpenTokEngine(() => import('/bundled/${name}.js'));
  });
  window.registered = true;
</script>`;

const pages = {
  '/alone': () => page({head: ELEMENTS}),
};
for (const name of Object.keys(PACKAGES)) {
  const script = (context, wrap) => {
    context.type = 'js';
    return wrap(sdk(name));
  };
  pages[`/sdk/${name}/opentok.min.js`] = (query, context) => script(context, (code) => code);
  pages[`/bundled/${name}.js`] = (query, context) =>
    script(
      context,
      (code) => `const module = {exports: {}}, {exports} = module;\n${code}\nexport default module.exports;`,
    );
  pages[`/own/${name}`] = () => page({name, head: `<script src="/sdk/${name}/opentok.min.js"></script>${ELEMENTS}`});
  pages[`/bundle/${name}`] = () => page({name, head: BUNDLED(name)});
}

/** Attempts to join, in vain; returns what the page receives. */
function attempt() {
  const element = document.querySelector('ot-session');
  let received;
  element.addEventListener('error', ({detail: {error}}) => (received = error), {once: true});
  return customElements
    .whenDefined('ot-session')
    .then(() => element.connect())
    .then(
      () => ({}),
      (error) => ({
        code: error.code,
        message: error.message,
        text: String(error),
        cause: error.cause && {name: error.cause.name, code: error.cause.code, message: error.cause.message},
        isTold: received === error,
        state: element.state,
        hasError: element.error === error,
      }),
    );
}

inBrowsers("the vendor's SDK", {pages}, ({name: browser, open, site}) => {
  const hasWebRTC = browser !== 'webkit';

  test('is not requested before the element is about to connect, and neither is the engine', async (context) => {
    site.requests.length = 0;
    const tab = await open(context, '/alone');
    await tab.until(() => 'connect' in document.querySelector('ot-session'));
    const before = [...site.requests];
    assert.deepEqual(
      before.filter((path) => /engine|opentok/.test(path)),
      [],
    );
    const scripts = await tab.evaluate(() => document.scripts.length);
    const {code, message, isTold} = await tab.evaluate(attempt);
    assert.ok(site.requests.includes('/cdn/engine-opentok.js'));
    assert.equal(code, 'sdk-load-failed');
    assert.match(message, /https:\/\/static\.opentok\.com\/.*Content-Security-Policy/);
    assert.ok(isTold);
    assert.equal(await tab.evaluate(() => document.scripts.length), scripts, 'the script that failed is still there');
  });

  for (const name of Object.keys(PACKAGES)) {
    describe(PACKAGES[name], () => {
      if (!hasWebRTC) {
        test('without WebRTC: unsupported-browser, and no dialog over the page', async (context) => {
          const tab = await open(context, `/own/${name}`);
          const inside = () => [...document.body.querySelectorAll('*')].map(({localName}) => localName).join(' ');
          const before = await tab.evaluate(inside);
          const {code, state} = await tab.evaluate(attempt);
          assert.deepEqual([code, state], ['unsupported-browser', 'disconnected']);
          assert.equal(await tab.evaluate(inside), before);
        });
        return;
      }

      test("as the page's own script: runs here, and creates one Session per id", async (context) => {
        const tab = await open(context, `/own/${name}`);
        const facts = await tab.evaluate(
          (key, id) => {
            const {OT} = window;
            const session = OT.initSession(key, id);
            return {
              runs: OT.checkSystemRequirements(),
              version: OT.version ?? OT.properties?.version,
              isOne: OT.initSession('87654321', id) === session,
              state: session.currentState,
              isConnected: session.isConnected(),
              connection: session.connection,
              listed: session.connections.length(),
              mayRemove: session.capabilities.forceDisconnect,
              sessionId: session.sessionId,
              isListed: OT.sessions.has(id),
              isAnother: (OT.sessions.remove(session), OT.initSession(key, id) !== session),
            };
          },
          KEYS[name],
          SESSION,
        );
        assert.match(facts.version, /^v?2\.35\.2/);
        delete facts.version;
        assert.deepEqual(facts, {
          runs: 1,
          isOne: true,
          state: 'disconnected',
          isConnected: false,
          connection: null,
          listed: 0,
          mayRemove: 0,
          sessionId: SESSION,
          isListed: true,
          isAnother: true,
        });
      });

      test('without a network: connect-failed, with its own error as the cause, without the token', async (context) => {
        const tab = await open(context, `/own/${name}`);
        const {cause, message, text, ...rest} = await tab.evaluate(attempt);
        assert.deepEqual(rest, {code: 'connect-failed', isTold: true, state: 'disconnected', hasError: true});
        assert.deepEqual([cause.name, cause.code], ['OT_CONNECT_FAILED', 1006]);
        const logged = await tab.evaluate(() => window.logged.filter((line) => line.startsWith('ot-elements: ')));
        assert.equal(logged.length, 1);
        for (const one of [message, text, ...logged]) assert.ok(!one.includes(TOKEN), one);
        assert.match(message, /OT_CONNECT_FAILED 1006/);
      });

      test('is tried again with a new Session, since the remains of a failed attempt would end the next one', async (context) => {
        const tab = await open(context, `/own/${name}`);
        const made = await tab.evaluate(async (again) => {
          const {initSession} = window.OT;
          const sessions = [];
          window.OT.initSession = (...args) => {
            const session = initSession(...args);
            if (!sessions.includes(session)) sessions.push(session);
            return session;
          };
          const element = document.querySelector('ot-session');
          await customElements.whenDefined('ot-session');
          for (let i = 0; i < again; i++) await element.connect().catch(() => undefined);
          return [
            sessions.length,
            window.OT.sessions.length(),
            sessions.at(-1) === window.OT.sessions.get(element.sessionId),
          ];
        }, 2);
        assert.deepEqual(made, [2, 1, true]);
      });

      test('its own ConnectionEvents reach us, and are counted according to its own list', async (context) => {
        const tab = await open(context, `/own/${name}`);
        const shown = await tab.evaluate(
          async (key, id) => {
            const {OT} = window;
            await customElements.whenDefined('ot-session');
            const session = OT.initSession(key, id);
            const person = (connectionId) => ({
              id: connectionId,
              connectionId,
              creationTime: 1,
              data: '',
              on: () => undefined,
              off: () => undefined,
            });
            const [us, a, nobody] = ['us', 'a', 'nobody'].map(person);
            // connected, as far as its public state is concerned
            session.connections.add(us).add(person('symphony.1'));
            session.connection = us;
            session.isConnected = () => true;
            const element = document.querySelector('ot-session');
            const connected = new Promise((resolve) => element.addEventListener('sessionConnected', resolve));
            element.session = session;
            await connected;
            const numbers = [element.connectionCount];
            const dispatch = (...event) => {
              session.dispatchEvent(new OT.ConnectionEvent(...event));
              numbers.push(element.connectionCount);
            };
            dispatch('connectionCreated', nobody); // not in any list
            session.connections.add(a);
            dispatch('connectionCreated', a);
            dispatch('connectionCreated', a); // reported twice
            dispatch('connectionDestroyed', nobody, 'clientDisconnected');
            session.connections.remove(a, 'networkDisconnected');
            dispatch('connectionDestroyed', a, 'networkDisconnected');
            element.remove();
            // it has to be in the document again by the end of the next task, or it leaves
            while (element.state !== 'disconnected') await new Promise((resolve) => setTimeout(resolve));
            const left = ['connectionCreated', 'connectionDestroyed', 'sessionConnected', 'sessionDisconnected'].map(
              (type) => session.listenerCount(type),
            );
            return {numbers, left, received: window.received.filter((event) => event.id === 'a')};
          },
          KEYS[name],
          SESSION,
        );
        assert.deepEqual(shown, {
          numbers: [1, 1, 2, 2, 2, 1],
          left: [0, 0, 0, 0],
          received: [
            {
              type: 'connectionCreated',
              id: 'a',
              ...(shown.received[0] && 'reason' in shown.received[0] && {reason: undefined}),
            },
            {type: 'connectionDestroyed', id: 'a', reason: 'networkDisconnected'},
          ],
        });
      });

      test('bundled, with a registered loader: loaded when about to connect, and used', async (context) => {
        site.requests.length = 0;
        const tab = await open(context, `/bundle/${name}`);
        await tab.until(() => window.registered);
        assert.deepEqual(
          site.requests.filter((path) => /opentok-|bundled/.test(path)),
          [],
        );
        const {code, cause} = await tab.evaluate(attempt);
        assert.deepEqual([code, cause?.name], ['connect-failed', 'OT_CONNECT_FAILED']);
        assert.ok(site.requests.includes(`/bundled/${name}.js`));
      });
    });
  }
});
