// Pages under the Content Security Policies of docs/guides/csp.md.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';
import {CLASSIC, MODULE, RECORDER, newRoom, roomPage} from './room.mjs';
import {until} from './tab.mjs';

const [LOCAL, ENDPOINT, NONCE, OPENTOK] = [
  ...readFileSync('docs/guides/csp.md', 'utf8').matchAll(/```csp\n(.*?)\n```/gs),
].map(([, policy]) => policy.replaceAll('\n', ' '));

// inline, the recorder would be refused
const guarded = (policy, html) => (query, context) => {
  context.set('content-security-policy', policy);
  return html(query).replace(`<script>${RECORDER}</script>`, '<script src="/recorder.js" nonce="NONCE"></script>');
};

const opentokPage = () => `<!doctype html><html lang="en"><title>OpenTok</title>
  <script>${RECORDER}</script>
  <script src="/node_modules/@opentok/client/dist/js/opentok.min.js"></script>
  ${MODULE}
  <ot-session reconnect="never" api-key="12345678" session-id="1_MX4xMjM0NTY3OH5-fg" token="T1==none">
    <ot-connection-count>unknown</ot-connection-count>
  </ot-session></html>`;

const options = {
  pages: {
    '/guarded': guarded(LOCAL, (query) => roomPage(query)),
    '/guarded-classic': guarded(LOCAL, (query) => roomPage(query, CLASSIC)),
    '/guarded-nonce': guarded(NONCE, (query) => roomPage(query).replaceAll('<script ', '<script nonce="NONCE" ')),
    '/guarded-endpoint': guarded(ENDPOINT, (query) => roomPage(query)),
    '/guarded-count': guarded(
      ENDPOINT,
      () =>
        `<!doctype html><html lang="en"><title>Count</title><script>${RECORDER}</script>${MODULE}
          <ot-connection-count src="/live.json" announce>unknown</ot-connection-count></html>`,
    ),
    '/guarded-opentok': guarded(OPENTOK, opentokPage),
    '/recorder.js': (query, context) => {
      context.type = 'js';
      return `${RECORDER} window.offences = [];
        addEventListener('securitypolicyviolation', ({effectiveDirective, blockedURI, sourceFile}) => {
          if (!/favicon/.test(blockedURI)) offences.push({directive: effectiveDirective, uri: blockedURI, file: sourceFile});
        });`;
    },
    '/live.json': (query, context) => {
      context.type = 'json';
      return '{"count": 12}';
    },
    '/credentials.json': (query, context) => {
      context.type = 'json';
      return JSON.stringify({sessionId: query.get('id')});
    },
  },
};

/** Without the icon, which browsers request by themselves. */
const problemsOf = async (tab) => (await tab.problems()).filter((problem) => !/^img-src: .*favicon.ico$/.test(problem));

inBrowsers('a strict Content Security Policy', options, ({name, open}) => {
  for (const path of ['/guarded', '/guarded-classic', '/guarded-nonce']) {
    test(`${path}: is not violated by the working elements`, async (context) => {
      const room = newRoom();
      const attributes = {token: 'role=moderator'};
      const [first, second] = [await open(context, room(attributes, path)), await open(context, room({}, path))];
      await Promise.all([first.counts(2), second.counts(2)]);
      const id = await second.own();
      await first.evaluate((other) => document.querySelector('ot-session').forceDisconnect(other), id);
      await second.endReasons();
      await first.counts(1);
      for (const tab of [first, second]) {
        // everything has been rendered by then
        const text = await tab.until(() => {
          const {value, shadowRoot} = document.querySelector('ot-connection-count');
          const shown = shadowRoot.querySelector('[part=count]')?.textContent ?? 'unknown';
          return shown === (value === 1 ? '1' : 'unknown') && shown;
        });
        assert.equal(text, tab === first ? '1' : 'unknown');
        assert.deepEqual(await problemsOf(tab), []);
      }
    });
  }

  test('is not violated by code that is loaded later: connect-on, data- attributes', async (context) => {
    const room = newRoom();
    const tab = await open(context, room({'connect-on': 'idle'}, '/guarded'));
    await tab.counts(1);
    await tab.evaluate((id) => {
      const host = document.createElement('div');
      for (const [name, value] of Object.entries({
        session: '',
        engine: 'local',
        'session-id': id,
        'connection-count': '',
      })) {
        host.setAttribute(`data-ot-${name}`, value);
      }
      document.body.append(host);
    }, newRoom()({}).split('=').at(-1));
    await tab.until(() => document.querySelector('[data-ot-session] ot-connection-count')?.value === 1);
    assert.deepEqual(await problemsOf(tab), []);
  });

  test('with the endpoints’ hosts, credentials and counts are fetched from there', async (context) => {
    const room = newRoom();
    const id = new URLSearchParams(room().split('?')[1]).get('session-id');
    const tab = await open(context, `/guarded-endpoint?${new URLSearchParams({src: `/credentials.json?id=${id}`})}`);
    await tab.counts(1);
    assert.deepEqual(await problemsOf(tab), []);
  });

  // WebKit's tabs are all hidden here, and a hidden page sends no requests
  const inView = name === 'webkit' ? test.skip : test;
  inView('a count without joining comes from the endpoint’s host, and is announced', async (context) => {
    const tab = await open(context, '/guarded-count');
    await tab.counts(12);
    await tab.until(
      () => document.querySelector('ot-connection-count').shadowRoot.querySelector('[role=status]') !== null,
    );
    assert.deepEqual(await problemsOf(tab), []);
  });

  test('the opentok engine: none of our code violates it, and the SDK only as documented in docs/guides/csp.md', async (context) => {
    const tab = await open(context, '/guarded-opentok');
    const code = await tab.until(() => document.querySelector('ot-session').error?.code);
    const offences = () => tab.evaluate(() => window.offences);
    if (name === 'webkit') {
      // there is no WebRTC here, so the SDK is not used to join
      assert.equal(code, 'unsupported-browser');
      for (const {directive} of await offences()) assert.match(directive, /^(style|connect)-src/);
      return;
    }
    assert.equal(code, 'connect-failed');
    const expected = [
      'connect-src https://anvil.opentok.com/',
      'connect-src https://config.opentok.com/',
      'connect-src https://hlg.tokbox.com/',
      'style-src-elem inline',
    ];
    const wanted = async () => [
      ...new Set((await offences()).map(({directive, uri}) => `${directive} ${uri.replace(/(\w\/).*/, '$1')}`)),
    ];
    // the SDK continues to send requests after it has failed
    await until(
      async () => (await wanted()).length >= expected.length,
      async () => `${expected}; there are ${await wanted()}`,
    );
    assert.deepEqual((await wanted()).sort(), expected);
    for (const {file} of await offences()) assert.match(file, /opentok\.min\.js$/);
  });

  test('the policy is enforced: an inline script does not run, and is reported', async (context) => {
    const tab = await open(context, newRoom()({}, '/guarded'));
    await tab.evaluate(() => {
      const script = document.createElement('script');
      script.append('window.ran = true');
      document.body.append(script);
    });
    await tab.until(() => window.problems.some((problem) => problem.startsWith('require-trusted-types-for: ')));
    assert.equal(await tab.evaluate(() => window.ran ?? 'not run'), 'not run');
  });
});
