// The vendor's example of ConnectionEvent on the session model: the demo's page with it.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';

const VENDORS_EXAMPLE = `
var apiKey = ""; // Replace with your API key. See https://tokbox.com/account
var sessionID = ""; // Replace with your own session ID.
                    // See https://tokbox.com/developer/guides/create-session/.
var token = ""; // Replace with a generated token that has been assigned the moderator role.
                // See https://tokbox.com/developer/guides/create-token/.
var connectionCount = 0;

var session = OT.initSession(apiKey, sessionID);
session.on("connectionCreated", function(event) {
   connectionCount++;
   displayConnectionCount();
});
session.on("connectionDestroyed", function(event) {
   connectionCount--;
   displayConnectionCount();
});
session.connect(token);

function displayConnectionCount() {
    document.getElementById("connectionCountField").value = connectionCount.toString();
}
`.trim();

test("the demo has the vendor's example, unchanged but for its three credentials and where OT comes from", async () => {
  const page = await readFile('demo/seed.html', 'utf8');
  const script = /^import .*\nconst OT = .*\n\n(var apiKey[^<]*)<\/script>/m.exec(page)?.[1].trimEnd();
  const asTheVendors = script?.replace(/^(var (?:apiKey|sessionID|token) = ).+?(?=; \/\/)/gm, '$1""');
  assert.equal(asTheVendors, VENDORS_EXAMPLE);
  assert.match(page, /<input type="text" id="connectionCountField" value="0" \/>/);
  const shown = /&lt;script type="module"&gt;\nimport [^]*(var apiKey[^]*?)\n&lt;\/script&gt;/.exec(page)?.[1];
  assert.equal(shown, script.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
});

inBrowsers("the vendor's example", {}, ({open}) => {
  test('displays 2 in each of two tabs, and 1 when the other closes', async (context) => {
    const path = `/demo/seed.html?session=${randomUUID()}`;
    const shows = (tab, number) =>
      tab.until((n) => document.querySelector('#connectionCountField').value === n, number);
    const first = await open(context, path);
    await shows(first, '1');
    const second = await open(context, path);
    await Promise.all([shows(first, '2'), shows(second, '2')]);
    await second.close();
    await shows(first, '1');
  });
});
