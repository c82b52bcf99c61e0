// The demo's page with fields for credentials: where these are sent, and where not.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';

const TOKEN = 'T1==this-is-a-secret';

inBrowsers('the demo with credentials of your own', {}, ({open}) => {
  test('keeps them in the page: they are not in any URL, storage, markup, or message', async (context) => {
    const tab = await open(context, '/demo/opentok.html');
    await tab.until(() => 'connect' in document.querySelector('ot-session'));
    await tab.evaluate((token) => {
      // the vendor's SDK only reports that it does not run here
      window.OT = {checkSystemRequirements: () => 0, initSession: () => undefined};
      document.querySelector('#key').value = ' 12345678-1234-1234-1234-123456789abc ';
      document.querySelector('#session-id').value = 'an id';
      document.querySelector('#token').value = token;
      document.querySelector('#join').click();
    }, TOKEN);
    const shown = await tab.until(() => document.querySelector('.trouble').textContent);
    assert.match(shown, /unsupported-browser/);
    const given = await tab.evaluate(() => {
      const {apiKey, applicationId, sessionId, token} = document.querySelector('ot-session');
      return {apiKey, applicationId, sessionId, token};
    });
    assert.deepEqual(given, {
      apiKey: '',
      applicationId: '12345678-1234-1234-1234-123456789abc',
      sessionId: 'an id',
      token: TOKEN,
    });
    const places = await tab.evaluate(() => [
      location.href,
      JSON.stringify({...localStorage, ...sessionStorage}),
      document.cookie,
      document.documentElement.outerHTML,
    ]);
    for (const place of places) assert.ok(!place.includes(TOKEN), place);
  });

  const loaded = () => [...document.scripts].flatMap(({src}) => src || []).join();
  const ready = async (context, prepare) => {
    const tab = await open(context, '/demo/opentok.html', prepare);
    await tab.until(() => document.querySelector('#join')?.ariaDisabled);
    return tab;
  };
  const fill = (tab, values) =>
    tab.evaluate((given) => {
      for (const [id, value] of Object.entries(given)) {
        const field = document.getElementById(id);
        field.value = value;
        field.dispatchEvent(new Event('input', {bubbles: true}));
      }
    }, values);
  /** Presses Join; returns the ids of the marked fields, the visible message, and the focused field. */
  const join = (tab) =>
    tab.evaluate(() => {
      document.querySelector('#join').click();
      const fields = [...document.querySelectorAll('[aria-invalid=true]')];
      const inView = ({top, bottom}) => top >= 0 && bottom <= innerHeight;
      return {
        marked: fields.map(({id}) => id),
        said: fields
          .map((field) => document.getElementById(field.getAttribute('aria-describedby').split(' ')[0]))
          .filter((problem) => problem.checkVisibility() && problem.textContent)
          .map((problem) => problem.id),
        focused: document.activeElement.id,
        isInView:
          inView(document.activeElement.getBoundingClientRect()) &&
          (!fields[0] || inView(fields[0].parentElement.getBoundingClientRect())),
      };
    });

  test('Join on an empty form marks what is missing, says so in view, and does not load the SDK', async (context) => {
    const tab = await ready(context, (page) => page.setViewport({width: 320, height: 640}));
    assert.match(await tab.evaluate(loaded), /^[^,]*\/demo\/opentok\.js$/);
    await tab.evaluate(() => document.querySelector('#join').scrollIntoView());
    assert.deepEqual(await join(tab), {
      marked: ['key', 'session-id', 'token'],
      said: ['key-problem', 'session-id-problem', 'token-problem'],
      focused: 'key',
      isInView: true,
    });
    assert.equal(await tab.state(), 'disconnected');
    assert.match(await tab.evaluate(loaded), /^[^,]*\/demo\/opentok\.js$/);
  });

  test('every field that is missing or malformed is marked, and no other, until it is changed', async (context) => {
    const tab = await ready(context);
    const UUID = '12345678-1234-1234-1234-123456789abc';
    const cases = [
      [{key: ' ', 'session-id': 'id', token: 'token'}, ['key']],
      [{key: 'neither digits nor a UUID', 'session-id': 'id', token: 'token'}, ['key']],
      [{key: `${UUID}0`, 'session-id': 'id', token: 'token'}, ['key']],
      [{key: '123', 'session-id': '\t', token: 'token'}, ['session-id']],
      [{key: UUID, 'session-id': 'id', token: ' '}, ['token']],
      [{key: '123', 'session-id': 'id', token: 'token', src: 'not a URL'}, ['src']],
      [{src: '/session'}, ['src']],
      [{key: 'neither', src: 'https://localhost/session'}, ['key']],
    ];
    for (const [values, expected] of cases) {
      await fill(tab, {key: '', 'session-id': '', token: '', src: '', ...values});
      assert.deepEqual(await tab.evaluate(() => document.querySelectorAll('[aria-invalid]').length), 0);
      const {marked, said, focused, isInView} = await join(tab);
      assert.deepEqual(
        {marked, said, focused, isInView},
        {
          marked: expected,
          said: expected.map((id) => `${id}-problem`),
          focused: expected[0],
          isInView: true,
        },
        JSON.stringify(values),
      );
      assert.equal(await tab.state(), 'disconnected');
    }
  });

  test('an error is displayed next to Join, and disappears on the next attempt', async (context) => {
    const tab = await ready(context, (page) => page.setViewport({width: 320, height: 640}));
    await tab.evaluate(() => (window.OT = {initSession() {}, checkSystemRequirements: () => 0}));
    await fill(tab, {key: '123', 'session-id': 'id', token: TOKEN});
    await tab.evaluate(() => document.querySelector('#join').scrollIntoView());
    assert.deepEqual((await join(tab)).marked, []);
    await tab.until(() => document.querySelector('.trouble').textContent.includes('unsupported-browser'));
    const isInView = () => {
      const {top, bottom} = document.querySelector('.trouble').getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    };
    assert.ok(await tab.evaluate(isInView));
    await tab.evaluate(() => document.querySelector('#leave').click());
    await tab.until(() => document.querySelector('.trouble').textContent === '');
  });
});
