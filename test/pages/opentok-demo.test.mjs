// The demo's page with fields for credentials: where these go, and where not.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';

const TOKEN = 'T1==this-is-a-secret';

inBrowsers('the demo with credentials of your own', {}, ({open}) => {
  test('keeps them in the page: no address, no storage, no markup, no message has them', async (context) => {
    const tab = await open(context, '/demo/opentok.html');
    await tab.until(() => 'connect' in document.querySelector('ot-session'));
    await tab.evaluate((token) => {
      // of the vendor's SDK nothing but that it does not run here
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

  test('asks for nothing of the vendor’s before Join, and says what is missing', async (context) => {
    const tab = await open(context, '/demo/opentok.html');
    await tab.until(() => 'connect' in document.querySelector('ot-session'));
    const scripts = () => [...document.scripts].flatMap(({src}) => src || []).join();
    assert.match(await tab.evaluate(scripts), /^[^,]*\/demo\/opentok\.js$/);
    await tab.evaluate(() => document.querySelector('#join').click());
    const shown = await tab.until(() => document.querySelector('.trouble').textContent);
    assert.match(shown, /session-id is missing/);
    assert.match(await tab.evaluate(scripts), /^[^,]*\/demo\/opentok\.js$/);
  });
});
