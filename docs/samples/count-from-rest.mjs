// An endpoint for <ot-connection-count src="/live.json">, which gets the number from the vendor's REST API.
//
//   VONAGE_APPLICATION_ID=… VONAGE_PRIVATE_KEY="$(cat private.key)" VONAGE_SESSION_ID=… node count-from-rest.mjs
import {createServer} from 'node:http';
import {listConnections, settings} from './list-connections.mjs';

/** How long a response is reused, in milliseconds: a thousand visitors cause one call. */
const MAX_AGE = 5_000;

const {port, ...session} = settings(process.env);
let requestedAt = -Infinity;
let number;

function count() {
  if (Date.now() - requestedAt >= MAX_AGE) {
    requestedAt = Date.now();
    number = listConnections(session).then((ids) => ids.length);
    // a rejection is handled even if no request awaits it
    number.catch((error) => console.error(error));
  }
  return number;
}

const server = createServer(async ({url, headers}, response) => {
  // no URL object: it throws for paths such as //
  if (url.split('?')[0] !== '/live.json') return response.writeHead(404).end();
  // for pages on other sites: the number is public
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('content-type', 'application/json');
  try {
    const body = JSON.stringify({count: await count()});
    const etag = `"${Buffer.from(body).toString('base64url')}"`;
    // may be stored, but must be revalidated
    response.setHeader('cache-control', 'no-cache');
    response.setHeader('etag', etag);
    if (headers['if-none-match'] === etag) return response.writeHead(304).end();
    return response.end(body);
  } catch {
    // the cause is only logged
    return response.writeHead(503).end(JSON.stringify({error: 'The number is not known just now.'}));
  }
});
server.listen(port, () => console.log(`http://localhost:${server.address().port}/live.json`));
