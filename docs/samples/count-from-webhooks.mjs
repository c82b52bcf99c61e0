// An endpoint for <ot-connection-count src="/live">: a stream of server-sent events, fed by the vendor's session monitoring.
// Its /webhook is the callback URL to set for session monitoring.
//
//   VONAGE_SIGNATURE_SECRET=… VONAGE_APPLICATION_ID=… VONAGE_PRIVATE_KEY="$(cat private.key)" VONAGE_SESSION_ID=… \
//     node count-from-webhooks.mjs
import {createHash, createHmac, timingSafeEqual} from 'node:crypto';
import {createServer} from 'node:http';
import {listConnections, settings} from './list-connections.mjs';

/** The interval of comments, in milliseconds, without which proxies and browsers consider the stream dead. */
const HEARTBEAT = 30_000;
const LARGEST_BODY = 65_536;
/** How many connections are remembered as gone: more than leave in the day during which the vendor retries. */
const REMEMBERED = 100_000;

const {port, ...session} = settings(process.env);
const secret = process.env.VONAGE_SIGNATURE_SECRET;
if (!secret) throw new Error('Set VONAGE_SIGNATURE_SECRET, or anyone could report connections.');

/** By id instead of a counter, so that duplicates have no effect. */
const connected = new Set();
/** Late or duplicate webhooks (the vendor retries for hours) must not add a connection that has left. */
const gone = new Set();
const readers = new Set();

function handle({event, sessionId, connection}) {
  if (sessionId !== session.sessionId) return;
  if (event === 'connectionCreated' && !gone.has(connection.id)) connected.add(connection.id);
  if (event === 'connectionDestroyed') leave(connection.id);
  if (event === 'sessionDestroyed') connected.forEach(leave);
  for (const response of readers) response.write(message());
}

function leave(id) {
  connected.delete(id);
  gone.add(id);
  // a set is in insertion order
  if (gone.size > REMEMBERED) gone.delete(gone.values().next().value);
}

const message = () => `data: ${JSON.stringify({count: connected.size})}\n\n`;

/** Whether the vendor sent this: its token is signed with the secret, and contains the hash of the body. */
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
    // unknown content; repeating it would not help
    console.error(error);
  }
  return response.writeHead(200).end();
}

function send(request, response) {
  response.writeHead(200, {
    'access-control-allow-origin': '*',
    'cache-control': 'no-store',
    'content-type': 'text/event-stream',
    'x-accel-buffering': 'no', // otherwise nginx buffers the stream
  });
  response.write(message());
  readers.add(response);
  response.on('close', () => readers.delete(response));
}

setInterval(() => {
  for (const response of readers) response.write(':\n\n');
}, HEARTBEAT).unref();

// connections that exist already: webhooks report only changes
for (const id of await listConnections(session)) connected.add(id);

const server = createServer((request, response) => {
  // no URL object: it throws for paths such as //
  const [pathname] = request.url.split('?');
  if (pathname === '/live') return send(request, response);
  if (pathname !== '/webhook' || request.method !== 'POST') return response.writeHead(404).end();
  return receive(request, response).catch((error) => {
    console.error(error);
    response.writeHead(400).end();
  });
});
server.listen(port, () => console.log(`http://localhost:${server.address().port}/live`));
