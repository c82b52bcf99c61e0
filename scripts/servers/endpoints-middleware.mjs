import {once} from 'node:events';
import {createServer} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';

/**
 * Endpoints for tests, which respond as their URL says: `/endpoints/name?status=500&body={"error":"…"}`. Other
 * parameters are `type` (default: application/json), `location` (a redirect), `retry-after` (the header), `delay`
 * (milliseconds), and `hang` (never respond). In the body, `{count}` is replaced by the number of requests for this
 * URL, `{query}` by its query, `{cookie}` by the request's cookies, and `{other}` by a second origin with the same
 * endpoints, with CORS enabled.
 */
export const endpointsMiddleware = () => {
  const counts = new Map();
  let otherPort;

  async function respond({url, headers}) {
    const {search, searchParams} = new URL(url, 'http://localhost');
    const count = (counts.get(url) ?? 0) + 1;
    counts.set(url, count);
    if (searchParams.has('hang')) await new Promise(() => {});
    await sleep(Number(searchParams.get('delay') ?? 0));
    const location = searchParams.get('location');
    const retryAfter = searchParams.get('retry-after');
    const body = searchParams.get('body') ?? '';
    return {
      status: Number(searchParams.get('status') ?? (location ? 302 : 200)),
      headers: {
        'content-type': searchParams.get('type') ?? 'application/json',
        ...(location && {location}),
        ...(retryAfter && {'retry-after': retryAfter}),
      },
      body: body
        .replaceAll('{count}', count)
        .replaceAll('{query}', search.slice(1))
        .replaceAll('{cookie}', headers.cookie ?? '')
        .replaceAll(
          '{other}',
          body.includes('{other}') ? `http://${headers.host.split(':')[0]}:${await (otherPort ??= listen())}` : '',
        ),
    };
  }

  async function listen() {
    const server = createServer(async (request, response) => {
      const {status, headers, body} = await respond(request);
      response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
      response.setHeader('access-control-allow-credentials', 'true');
      response.writeHead(status, headers).end(body);
    });
    server.listen(0, '127.0.0.1').unref();
    await once(server, 'listening');
    return server.address().port;
  }

  return async (context, next) => {
    if (!context.path.startsWith('/endpoints/')) return next();
    const {status, headers, body} = await respond(context.req);
    context.status = status;
    context.set(headers);
    context.body = body;
  };
};
