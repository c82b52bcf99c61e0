import {serve} from '../scripts/servers/dev-server.mjs';

/**
 * Serves the repository, and a page at `/bench` that is cross-origin isolated, for a precise clock.
 *
 * @param scripts returns the page's content for a query
 */
export function servePage(scripts) {
  return serve({
    middleware: [
      (context, next) => {
        if (context.path !== '/bench') return next();
        context.set({'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp'});
        context.type = 'html';
        context.body = `<!doctype html><title>Bench</title>${scripts(new URLSearchParams(context.querystring))}`;
      },
    ],
  });
}
