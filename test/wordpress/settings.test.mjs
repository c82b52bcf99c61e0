// The settings, their page, and the routes for the site's own code.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {test} from 'node:test';
import {inWordPress} from './in-wordpress.mjs';

const PAGE = '/wp-admin/options-general.php?page=ot-elements';
const APPLICATION = '01234567-89ab-cdef-0123-456789abcdef';
const ROUTE = 'ot-elements/v1';

inWordPress('the settings', {installed: true}, ({site, open, publish}) => {
  /** Saves these on the settings page, and returns the message of WordPress. */
  async function save(context, applicationId, endpoint) {
    const {page} = await open(context, PAGE, 'admin');
    for (const [name, value] of Object.entries({application_id: applicationId, endpoint})) {
      await page.$eval(`#ot-elements-${name}`, (field, text) => (field.value = text), value);
    }
    await Promise.all([page.waitForNavigation(), page.click('#submit')]);
    return page.$$eval('.settings-error', (notices) => notices.map(({textContent}) => textContent.trim()));
  }

  /** The attributes of a session with this markup only. */
  async function sessionOf(context, content) {
    const tab = await open(context, await publish('author', content));
    return tab.evaluate(() => {
      const {attributes} = document.querySelector('ot-session');
      return Object.fromEntries([...attributes].map(({name, value}) => [name, value]));
    });
  }

  const VENDORS = '[ot_session session_id="a b&amp;c" connect-on="manual"]';

  test('without them, a session requests the route of this site', async (context) => {
    assert.deepEqual(await sessionOf(context, VENDORS), {
      'session-id': 'a b&c',
      src: `${site().origin}/wp-json/${ROUTE}/credentials?session-id=a%20b%26c`,
      'connect-on': 'manual',
    });
  });

  test('they are saved on their page, and used by sessions on the platform', async (context) => {
    assert.match((await save(context, APPLICATION, 'https://calls.example/session?x=1'))[0], /^Settings saved/);
    const expected = {
      'session-id': 'a b&c',
      'application-id': APPLICATION,
      src: 'https://calls.example/session?x=1&session-id=a%20b%26c',
      'connect-on': 'manual',
    };
    assert.deepEqual(await sessionOf(context, VENDORS), expected);
    const block =
      '<!-- wp:ot-elements/session {"session-id":"a b\\u0026c","connect-on":"manual"} --><!-- /wp:ot-elements/session -->';
    assert.deepEqual(await sessionOf(context, block), expected);
    assert.deepEqual(await sessionOf(context, '[ot_session engine="local" session_id="x"]'), {
      engine: 'local',
      'session-id': 'x',
    });
    const own = await sessionOf(context, '[ot_session connect-on="manual" api-key="123" src="/session"]');
    assert.deepEqual(own, {'api-key': '123', src: '/session', 'connect-on': 'manual'});
    // an author may write the same values explicitly
    const kses = '<ot-session connect-on="manual" src="https://calls.example/session?x=1"></ot-session>';
    assert.equal((await sessionOf(context, kses)).src, 'https://calls.example/session?x=1');
  });

  test('digits are treated as the key of an OpenTok project', async (context) => {
    await save(context, '4567', '/session');
    const {'api-key': key, 'application-id': id} = await sessionOf(context, VENDORS);
    assert.deepEqual([key, id], ['4567', undefined]);
  });

  test('invalid values are rejected, and the others stay as they were', async (context) => {
    await save(context, '4567', '/session');
    for (const endpoint of ['//calls.example/', 'javascript:alert(1)', '/\\calls.example']) {
      const notices = await save(context, '"><script>alert(1)</script>', endpoint);
      assert.equal(notices.length, 2, endpoint);
    }
    const {page} = await open(context, PAGE, 'admin');
    const values = await page.$$eval('input.code', (fields) => fields.map(({value}) => value));
    assert.deepEqual(values, ['4567', '/session']);
    await save(context, '', '');
  });

  test('an author cannot open their page', async (context) => {
    const {page} = await open(context, PAGE, 'author');
    assert.match(await page.$eval('body', ({textContent}) => textContent), /not allowed/);
  });

  test('the routes have no data by themselves, and say so', async () => {
    const {status, headers, body} = await site().request(`${ROUTE}/credentials?session-id=lobby`);
    assert.equal(status, 404);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.match(body.message, /settings page/);
    const count = await site().request(`${ROUTE}/count?session-id=lobby`);
    assert.equal(count.status, 404);
    assert.match(count.body.message, /ot_elements_count/);
  });

  test("the routes respond with what the site's filters return", async () => {
    const {status, headers, body} = await site().request(`${ROUTE}/credentials?session-id=filtered`);
    assert.equal(status, 200);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.deepEqual(body, {sessionId: 'of the filter', token: 'data=Ann'});
    const refused = await site().request(`${ROUTE}/credentials?session-id=refused`);
    assert.equal(refused.status, 403);
    assert.equal(refused.headers.get('cache-control'), 'no-store');
    assert.deepEqual((await site().request(`${ROUTE}/count?session-id=filtered`)).body, {count: 42});
  });

  test('no session id is longer than 256 characters', async () => {
    assert.equal((await site().request(`${ROUTE}/credentials?session-id=${'x'.repeat(257)}`)).status, 400);
  });

  test('a visitor joins with what the filter returns', async (context) => {
    const markup = `<ot-session engine="local" src="/wp-json/${ROUTE}/credentials?session-id=filtered"></ot-session>`;
    const tab = await open(context, await publish('author', markup));
    await tab.own();
    const {sessionId, data} = await tab.evaluate(() => {
      const {session, connection} = document.querySelector('ot-session');
      return {sessionId: session.sessionId, data: connection.data};
    });
    assert.deepEqual([sessionId, data], ['of the filter', 'Ann']);
  });

  test('without credentials, the error says what to do', async (context) => {
    const tab = await open(context, await publish('author', `[ot_session session_id="${randomUUID()}"]`));
    const {code, message} = await tab.until(() => {
      const {error} = document.querySelector('ot-session');
      return error && {code: error.code, message: error.message};
    });
    assert.equal(code, 'credentials-invalid');
    assert.match(message, /settings page of OT Elements/);
  });

  test('PHP reports nothing about the plugin', async () => {
    assert.deepEqual(
      (await site().log()).filter((line) => line.includes('ot-elements')),
      [],
    );
  });

  test('deleting the plugin deletes its settings', async () => {
    const option = () => site().php('-r', `require 'wp-load.php'; var_export(get_option('ot_elements'));`);
    assert.match(await option(), /application_id/);
    const plugin = 'wp/v2/plugins/ot-elements/ot-elements';
    await site().request(plugin, {user: 'admin', method: 'PUT', body: {status: 'inactive'}});
    const {status} = await site().request(plugin, {user: 'admin', method: 'DELETE'});
    assert.equal(status, 200);
    assert.equal(await option(), 'false');
  });
});
