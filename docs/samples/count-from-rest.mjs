// An endpoint for <ot-connection-count src="/live.json">, which asks the vendor's REST API who is there.
//
//   VONAGE_APPLICATION_ID=… VONAGE_PRIVATE_KEY="$(cat private.key)" VONAGE_SESSION_ID=… node count-from-rest.mjs
import {createServer} from 'node:http';
import {listConnections, settings} from './list-connections.mjs';

/** For this long an answer is good for everybody, in milliseconds: a thousand visitors are one call. */
const FRESH = 5_000;

const {port, ...session} = settings(process.env);
let asked = -Infinity;
let answer;

function count() {
  if (Date.now() - asked >= FRESH) {
    asked = Date.now();
    answer = listConnections(session).then((ids) => ids.length);
    // whoever asks is told; nobody may be asking
    answer.catch((error) => console.error(error));
  }
  return answer;
}

const server = createServer(async ({url, headers}, response) => {
  // not by URL, which throws at what anybody may ask for, as //
  if (url.split('?')[0] !== '/live.json') return response.writeHead(404).end();
  // for pages of other sites, should there be any: the number is for everybody to see
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('content-type', 'application/json');
  try {
    const body = JSON.stringify({count: await count()});
    const etag = `"${Buffer.from(body).toString('base64url')}"`;
    // may be kept, but only be used when we said that it is still so
    response.setHeader('cache-control', 'no-cache');
    response.setHeader('etag', etag);
    if (headers['if-none-match'] === etag) return response.writeHead(304).end();
    return response.end(body);
  } catch {
    // what went wrong is in our own log: it is nobody else's business
    return response.writeHead(503).end(JSON.stringify({error: 'The number is not known just now.'}));
  }
});
server.listen(port, () => console.log(`http://localhost:${server.address().port}/live.json`));
