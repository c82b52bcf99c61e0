// An endpoint for <ot-connection-count src="/live">, which the vendor's session monitoring tells who comes and goes: a stream
// of server-sent events. Its /webhook is the callback URL to set for session monitoring.
//
//   VONAGE_SIGNATURE_SECRET=… VONAGE_APPLICATION_ID=… VONAGE_PRIVATE_KEY="$(cat private.key)" VONAGE_SESSION_ID=… \
//     node count-from-webhooks.mjs
import {createHash, createHmac, timingSafeEqual} from 'node:crypto';
import {createServer} from 'node:http';
import {listConnections, settings} from './list-connections.mjs';

/** A word now and then, in milliseconds, or proxies and browsers take the stream for dead. */
const HEARTBEAT = 30_000;
const LARGEST_BODY = 65_536;
/** So many are remembered as gone: more than leave in the day for which the vendor tries again. */
const REMEMBERED = 100_000;

const {port, ...session} = settings(process.env);
const secret = process.env.VONAGE_SIGNATURE_SECRET;
if (!secret) throw new Error('Set VONAGE_SIGNATURE_SECRET, or anybody could say who is there.');

/** By id, and never a counter: what is told twice is one. */
const there = new Set();
/** What comes late or twice (the vendor tries again for hours) must not bring back who has left. */
const gone = new Set();
const readers = new Set();

function handle({event, sessionId, connection}) {
  if (sessionId !== session.sessionId) return;
  if (event === 'connectionCreated' && !gone.has(connection.id)) there.add(connection.id);
  if (event === 'connectionDestroyed') leave(connection.id);
  if (event === 'sessionDestroyed') there.forEach(leave);
  for (const response of readers) response.write(message());
}

function leave(id) {
  there.delete(id);
  gone.add(id);
  // a set has its oldest first
  if (gone.size > REMEMBERED) gone.delete(gone.values().next().value);
}

const message = () => `data: ${JSON.stringify({count: there.size})}\n\n`;

/** Whether the vendor sent this: its token is signed with the secret, and has the hash of what was sent. */
function isGenuine(authorization = '', body) {
  const [header = '', claims = '', signature = ''] = authorization.replace(/^Bearer /, '').split('.');
  const expected = createHmac('sha256', secret).update(`${header}.${claims}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
  const read = (part) => JSON.parse(Buffer.from(part, 'base64url').toString());
  if (read(header).alg !== 'HS256') return false;
  const {exp = Infinity, payload_hash: hash} = read(claims);
  return Date.now() / 1000 < exp && hash === createHash('sha256').update(body).digest('hex');
}

async function receive(request, response) {
  const pieces = [];
  let length = 0;
  for await (const piece of request) {
    length += piece.length;
    if (length > LARGEST_BODY) return response.writeHead(413).end();
    pieces.push(piece);
  }
  const body = Buffer.concat(pieces);
  if (!isGenuine(request.headers.authorization, body)) return response.writeHead(401).end();
  try {
    handle(JSON.parse(body.toString()));
  } catch (error) {
    // nothing we know; it would be no better when sent again
    console.error(error);
  }
  return response.writeHead(200).end();
}

function send(request, response) {
  response.writeHead(200, {
    'access-control-allow-origin': '*',
    'cache-control': 'no-store',
    'content-type': 'text/event-stream',
    'x-accel-buffering': 'no', // or nginx keeps it back
  });
  response.write(message());
  readers.add(response);
  response.on('close', () => readers.delete(response));
}

setInterval(() => {
  for (const response of readers) response.write(':\n\n');
}, HEARTBEAT).unref();

// who was there before we were: webhooks only tell what changes
for (const id of await listConnections(session)) there.add(id);

const server = createServer((request, response) => {
  // not by URL, which throws at what anybody may ask for, as //
  const [pathname] = request.url.split('?');
  if (pathname === '/live') return send(request, response);
  if (pathname !== '/webhook' || request.method !== 'POST') return response.writeHead(404).end();
  return receive(request, response).catch((error) => {
    console.error(error);
    response.writeHead(400).end();
  });
});
server.listen(port, () => console.log(`http://localhost:${server.address().port}/live`));
