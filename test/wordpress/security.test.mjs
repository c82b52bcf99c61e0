// What an author who may not write any HTML (no unfiltered_html) cannot do.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {inWordPress} from './in-wordpress.mjs';

inWordPress('an author', {installed: true}, ({site, open, publish}) => {
  /** The attributes of the elements that result from this author's post in a visitor's browser; and the rest. */
  async function made(context, content, user = 'author') {
    const tab = await open(context, await publish(user, content));
    return tab.evaluate(() => {
      const attributesOf = (selector) => {
        const [element] = document.querySelectorAll(selector);
        return element && Object.fromEntries([...element.attributes].map(({name, value}) => [name, value]));
      };
      return {
        session: attributesOf('ot-session'),
        count: attributesOf('ot-connection-count'),
        foreign: document.querySelectorAll('.entry-content :is(img, script, iframe)').length,
        ran: 'ran' in window,
      };
    });
  }

  /** The URLs that an author's sessions and counts request. */
  async function asked(context, ...contents) {
    const tab = await open(context, await publish('author', contents.join('\n\n')));
    await tab.until(() => customElements.get('ot-session'));
    return tab.evaluate(() =>
      [...document.querySelectorAll('ot-session[src], ot-connection-count[src]')].map((element) => {
        const src = element.getAttribute('src');
        const {href, origin} = new URL(src, location);
        return {src, href, origin};
      }),
    );
  }

  const FORMS = {
    'the element': (src) => `<ot-session connect-on="manual" src="${src}"></ot-session>`,
    'the shortcode': (src) => `[ot_session connect-on="manual" src="${src}"]`,
    'the data- form': (src) => `<div data-ot-session data-ot-connect-on="manual" data-ot-src="${src}">Live now</div>`,
    'the element of a count': (src) => `<ot-connection-count src="${src}"></ot-connection-count>`,
    'the shortcode of a count': (src) => `[ot_connection_count src="${src}"]`,
    'the block of a count': (src) => `<!-- wp:ot-elements/connection-count ${JSON.stringify({src})} /-->`,
    'the data- form of a count': (src) => `<div data-ot-connection-count data-ot-src="${src}">Live now</div>`,
  };

  test('KSES removes from the elements what is not allowed', async (context) => {
    const {session, count, foreign, ran} = await made(
      context,
      `<ot-session engine="local" session-id="kses" onclick="ran = 1" onerror="ran = 1" token="role=moderator"
        style="position: fixed; color: red; background: url(javascript:ran=1)" slot="x" class="mine" data-x="y">
        <ot-connection-count text-other="&lt;img src=x onerror=ran=1&gt;" onfocus="ran = 1" tabindex="0" autofocus>
        <script>ran = 1</script><img src="x" onerror="ran = 1">Live now</ot-connection-count></ot-session>`,
    );
    assert.deepEqual(Object.keys(session).sort(), ['class', 'data-x', 'engine', 'session-id', 'style']);
    assert.doesNotMatch(session.style, /fixed|javascript/);
    assert.deepEqual(count, {'text-other': '<img src=x onerror=ran=1>'});
    assert.equal(foreign, 1); // the image, without its handler
    assert.equal(ran, false);
  });

  test('an administrator may write anything', async (context) => {
    const {session} = await made(
      context,
      '<ot-session engine="local" session-id="any" token="data=Ann" connect-on="manual" src="https://elsewhere.example/"></ot-session>',
      'admin',
    );
    assert.equal(session.token, 'data=Ann');
    assert.equal(session.src, 'https://elsewhere.example/');
  });

  const FOREIGN = [
    'https://elsewhere.example/session',
    '//elsewhere.example/session',
    '/\\elsewhere.example/session',
    '\\\\elsewhere.example',
    '/&#47;elsewhere.example',
    '/&sol;elsewhere.example',
    '/&Tab;/elsewhere.example',
    '/&#9;/elsewhere.example',
    'javascript:ran=1',
    'data:application/json,{}',
    'http://127.0.0.1.elsewhere.example/',
    'http://127.0.0.1@elsewhere.example/',
  ];

  for (const [form, write] of Object.entries(FORMS)) {
    test(`sends no request to other sites, by ${form}`, async (context) => {
      for (const {src, origin} of await asked(context, ...FOREIGN.map(write))) assert.equal(origin, site().origin, src);
    });

    test(`may send requests to this site, and to the settings' endpoint, by ${form}`, async (context) => {
      const endpoint = 'https://calls.example/session';
      await site().php('-r', `require 'wp-load.php'; update_option('ot_elements', ['endpoint' => '${endpoint}']);`);
      context.after(() => site().php('-r', `require 'wp-load.php'; delete_option('ot_elements');`));
      const values = ['/session?of=me', `${site().origin}/session`, `${endpoint}/of/me`];
      const hrefs = (await asked(context, ...values.map(write))).map(({href}) => href);
      assert.deepEqual(
        hrefs,
        values.map((value) => new URL(value, site().origin).href),
      );
    });
  }

  test('cannot make visitors join with credentials uploaded as text', async (context) => {
    const credentials = '"sessionId":"his","token":"data=his"';
    const response = await fetch(`${site().origin}/wp-json/wp/v2/media`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`author:${site().users.author}`)}`,
        'content-type': 'text/plain',
        'content-disposition': 'attachment; filename="mine.txt"',
      },
      // nested so deeply that WordPress does not recognize it as JSON
      body: `{"a":${'['.repeat(600)}${']'.repeat(600)},${credentials}}`,
    });
    assert.equal(response.status, 201);
    const {source_url: url} = await response.json();
    const src = new URL(url).pathname;
    const tab = await open(
      context,
      await publish('author', `<div data-ot-session data-ot-engine="local" data-ot-src="${src}">Live now</div>`),
    );
    const [code, message] = await tab.until(() => {
      const error = document.querySelector('ot-session')?.error;
      return error && [error.code, error.message];
    });
    assert.equal(code, 'credentials-invalid');
    assert.match(message, /text\/plain/);
  });

  test('gets no further by shortcodes and blocks', async (context) => {
    const attributes = {
      'session-id': '"><img src=x onerror=ran=1>',
      engine: 'local" onclick="ran=1',
      onclick: 'ran=1',
      token: 'role=moderator',
      style: 'position: fixed',
      src: {an: 'object'},
      reconnect: {an: 'object'},
    };
    const contents = [
      `[ot_session session_id='"><img src=x onerror=ran=1>' engine='local" onclick="ran=1' onclick="ran=1" token="role=moderator" style="position: fixed"]
        [ot_connection_count text_other='"><img src=x onerror=ran=1>' onfocus="ran=1"]<script>ran = 1</script>[/ot_connection_count][/ot_session]`,
      `<!-- wp:ot-elements/session ${JSON.stringify(attributes)} -->
        <!-- wp:ot-elements/connection-count ${JSON.stringify({fallback: '<img src=x onerror=ran=1>', 'text-other': '"><img src=x onerror=ran=1>', onfocus: 'ran=1'})} /-->
      <!-- /wp:ot-elements/session -->`,
    ];
    for (const content of contents) {
      const {session, count, ran} = await made(context, content);
      const known = ['engine', 'session-id', 'src'];
      assert.ok(
        Object.keys(session).every((name) => known.includes(name)),
        JSON.stringify(session),
      );
      assert.ok(!count || Object.keys(count).every((name) => name === 'text-other'), JSON.stringify(count));
      assert.equal(ran, false);
    }
  });
});
