// The sample endpoints of docs/guides/counting-without-joining.md, read by a page. The vendor's REST API is a fake one, as
// its documents describe it, and so are the webhooks: none of this was tried with the vendor.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {createHash, createHmac, createVerify, generateKeyPairSync} from 'node:crypto';
import {once} from 'node:events';
import {createServer} from 'node:http';
import {createInterface} from 'node:readline';
import {after, before, test} from 'node:test';
import {inBrowsers} from './in-browsers.mjs';
import {MODULE, RECORDER} from './room.mjs';

const {publicKey, privateKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
const SECRET = 'a signature secret';
const ids = new Set(['a', 'b', 'c']);
const calls = [];
let isDown = false;

const decode = (part) => JSON.parse(Buffer.from(part, 'base64url').toString());
const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

const rest = createServer(({url, headers}, response) => {
  const [header, claims, signature] = headers.authorization.replace('Bearer ', '').split('.');
  const isSigned = createVerify('RSA-SHA256').update(`${header}.${claims}`).verify(publicKey, signature, 'base64url');
  calls.push({url, isSigned, ...decode(claims)});
  if (isDown) return response.writeHead(500).end();
  const items = [...ids].map((connectionId) => ({connectionId, connectionState: 'Connected', createdAt: 0}));
  items.push({connectionId: 'not yet', connectionState: 'Connecting', createdAt: 0});
  return response.end(JSON.stringify({count: items.length, projectId: 'app', sessionId: 'room', items}));
});

/** Starts a sample, and returns the URL that it prints. */
async function start(file) {
  const env = {
    ...process.env,
    PORT: '0',
    VONAGE_API: `http://127.0.0.1:${rest.address().port}/`,
    VONAGE_APPLICATION_ID: 'app',
    VONAGE_PRIVATE_KEY: privateKey.export({type: 'pkcs8', format: 'pem'}),
    VONAGE_SESSION_ID: 'room',
    VONAGE_SIGNATURE_SECRET: SECRET,
  };
  const child = spawn(process.execPath, [`docs/samples/${file}`], {env, stdio: ['ignore', 'pipe', 'ignore']});
  const [address] = await once(createInterface({input: child.stdout}), 'line');
  return {address: address.replace('localhost', '127.0.0.1'), stop: () => child.kill()};
}

/** A request as the vendor would send it. */
function webhook(address, event, id, {sessionId = 'room', ...how} = {}) {
  const connection = {id, createdAt: 0};
  return post(address, JSON.stringify({sessionId, projectId: 'app', event, timestamp: Date.now(), connection}), how);
}

function post(address, body, {secret = SECRET, tampered = false} = {}) {
  const content = `${encode({alg: 'HS256', typ: 'JWT'})}.${encode({
    payload_hash: createHash('sha256').update(body).digest('hex'),
  })}`;
  const signature = createHmac('sha256', secret).update(content).digest('base64url');
  return fetch(new URL('/webhook', address), {
    method: 'POST',
    headers: {authorization: `Bearer ${content}.${signature}`, 'content-type': 'application/json'},
    body: tampered ? body.replace('Created', 'Destroyed') : body,
  });
}

/** The first number of a stream. */
async function firstOf(address) {
  const reader = (await fetch(address)).body.getReader();
  const {value} = await reader.read();
  await reader.cancel();
  return JSON.parse(Buffer.from(value).toString().replace('data: ', '')).count;
}

const pages = {
  '/watch': (query) => `<!doctype html><html lang="en"><title>Watch</title><script>${RECORDER}</script>${MODULE}
    <ot-connection-count refresh="5" src="${query.get('src')}">unknown</ot-connection-count></html>`,
};

// WebKit's tabs are hidden here, and a hidden page sends no requests
inBrowsers('the sample endpoints', {names: ['chromium', 'firefox'], pages}, ({open}) => {
  let samples;
  before(async () => {
    rest.listen(0, '127.0.0.1');
    await once(rest, 'listening');
    samples = {rest: await start('count-from-rest.mjs')};
  });
  after(() => {
    for (const {stop} of Object.values(samples)) stop();
    rest.close();
    rest.closeAllConnections();
  });

  const watch = (context, {address}) => open(context, `/watch?src=${encodeURIComponent(address)}`);
  const shows = (tab, value) =>
    tab.until((number) => document.querySelector('ot-connection-count')?.value === number, value);

  test('REST: one call for all visitors, with a token signed by the application’s key; 304 when nothing has changed', async (context) => {
    const before = calls.length;
    const tabs = [];
    for (let i = 0; i < 3; i++) {
      // a hidden page sends no requests
      tabs.push(await watch(context, samples.rest));
      await shows(tabs[i], ids.size);
    }
    assert.ok(calls.length - before < 3, 'calls');
    const {url, isSigned, application_id: id, exp, iat} = calls.at(-1);
    assert.equal(url, '/v2/project/app/session/room/connection');
    assert.ok(isSigned);
    assert.equal(id, 'app');
    assert.ok(exp > Date.now() / 1000 - 60 && exp - iat <= 300);
    const first = await fetch(samples.rest.address);
    const etag = first.headers.get('etag');
    assert.deepEqual(await first.json(), {count: ids.size});
    const second = await fetch(samples.rest.address, {headers: {'if-none-match': etag}});
    assert.equal(second.status, 304);
    assert.deepEqual(await tabs[0].problems(), []);
  });

  test('REST: the number is stale when the vendor does not respond', async (context) => {
    const tab = await watch(context, samples.rest);
    await shows(tab, ids.size);
    isDown = true;
    context.after(() => (isDown = false));
    await tab.until(() => document.querySelector('ot-connection-count').matches(':state(stale)'));
    await shows(tab, ids.size);
    assert.match((await tab.problems()).join(), /503.*not known just now/);
  });

  test('webhooks: changes signed by the vendor are applied at once, by id', async (context) => {
    const {address, stop} = await start('count-from-webhooks.mjs');
    context.after(stop);
    const tab = await watch(context, {address});
    await shows(tab, 3);
    const send = async (...args) => (await webhook(address, ...args)).status;
    assert.equal(await send('connectionCreated', 'd'), 200);
    await shows(tab, 4);
    assert.equal(await send('connectionCreated', 'd'), 200);
    assert.equal(await send('connectionCreated', 'x', {sessionId: 'another'}), 200);
    assert.equal(await send('connectionCreated', 'x', {secret: 'guessed'}), 401);
    assert.equal(await send('connectionCreated', 'x', {tampered: true}), 401);
    assert.equal(await send('connectionDestroyed', 'late'), 200);
    assert.equal(await send('connectionCreated', 'late'), 200);
    assert.equal(await send('connectionCreated', '__proto__'), 200);
    await shows(tab, 5);
    assert.equal(await send('connectionDestroyed', 'a'), 200);
    assert.equal(await send('connectionDestroyed', 'a'), 200);
    await shows(tab, 4);
    assert.equal(await send('sessionDestroyed'), 200);
    await shows(tab, 0);
    assert.deepEqual(await tab.problems(), []);
  });

  test('no request crashes them', async (context) => {
    const webhooks = await start('count-from-webhooks.mjs');
    context.after(webhooks.stop);
    for (const {address} of [samples.rest, webhooks]) {
      const {origin} = new URL(address);
      for (const path of ['//', '///x', '/live.json/../%', '/?//']) {
        assert.equal((await fetch(origin + path)).status, 404, path);
      }
      // the response may be cut off, since the request was not read to its end
      await fetch(`${origin}/webhook`, {method: 'POST', body: 'x'.repeat(1_000_000)}).catch(() => undefined);
      const response = await fetch(`${address}?x`);
      assert.notEqual(response.status, 404);
      await response.body.cancel();
    }
  });

  test('webhooks: every signed request is accepted, or the vendor would resend it for a day', async (context) => {
    const {address, stop} = await start('count-from-webhooks.mjs');
    context.after(stop);
    for (const event of ['connectionCreated', 'connectionDestroyed', 'streamCreated', undefined]) {
      assert.equal((await post(address, JSON.stringify({sessionId: 'room', event}))).status, 200, event);
    }
    for (const body of ['null', '[]', '7', 'no JSON']) assert.equal((await post(address, body)).status, 200, body);
    assert.equal(await firstOf(address), 3);
  });

  test('webhooks: the last 100,000 connections that left are remembered', async (context) => {
    const before = [...ids];
    for (let i = 0; i <= 100_000 - before.length; i++) ids.add(String(i));
    const {address, stop} = await start('count-from-webhooks.mjs');
    context.after(stop);
    for (const id of ids) if (!before.includes(id)) ids.delete(id);
    await webhook(address, 'sessionDestroyed');
    await webhook(address, 'connectionCreated', before[1]);
    assert.equal(await firstOf(address), 0);
    await webhook(address, 'connectionCreated', before[0]);
    assert.equal(await firstOf(address), 1);
  });
});
