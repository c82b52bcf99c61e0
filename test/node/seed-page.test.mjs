// The vendor's example of ConnectionEvent in the demo. test/pages/seed.test.mjs runs it.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {test} from 'node:test';

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
