import {once} from 'node:events';
import {createServer} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';

/**
 * Endpoints for tests, which answer what their address says: `/endpoints/name?status=500&body={"error":"…"}`, with `type`
 * (application/json), `location` (a redirect), `retry-after` (that header), `delay` in milliseconds, and `hang` (no answer, ever). In the body, `{count}`
 * is how often this very address was asked, `{query}` the address's query, `{cookie}` the cookies that came along, and `{other}` a second origin with the
 * same endpoints, which lets every page read its answers.
 */
export const endpointsMiddleware = () => {
  const counts = new Map();
  let other;

  async function answer({url, headers}) {
    const {search, searchParams: said} = new URL(url, 'http://localhost');
    const count = (counts.get(url) ?? 0) + 1;
    counts.set(url, count);
    if (said.has('hang')) await new Promise(() => {});
    await sleep(Number(said.get('delay') ?? 0));
    const location = said.get('location');
    const retryAfter = said.get('retry-after');
    const body = said.get('body') ?? '';
    return {
      status: Number(said.get('status') ?? (location ? 302 : 200)),
      headers: {
        'content-type': said.get('type') ?? 'application/json',
        ...(location && {location}),
        ...(retryAfter && {'retry-after': retryAfter}),
      },
      body: body
        .replaceAll('{count}', count)
        .replaceAll('{query}', search.slice(1))
        .replaceAll('{cookie}', headers.cookie ?? '')
        .replaceAll(
          '{other}',
          body.includes('{other}') ? `http://${headers.host.split(':')[0]}:${await (other ??= listen())}` : '',
        ),
    };
  }

  async function listen() {
    const server = createServer(async (request, response) => {
      const {status, headers, body} = await answer(request);
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
    const {status, headers, body} = await answer(context.req);
    context.status = status;
    context.set(headers);
    context.body = body;
  };
};
