import {startDevServer} from '@web/dev-server';
import {fileURLToPath} from 'node:url';
import {freePort} from '../system/free-port.mjs';
import {loopbackPlugin} from './loopback-plugin.mjs';
import {typescriptPlugin} from './typescript-plugin.mjs';

/**
 * Serves the repository on 127.0.0.1, with TypeScript transpiled, for `npm start` and for page tests.
 *
 * @param options `port` is used if it is free; `middleware` is Koa's
 */
export async function serve({port: preferredPort = 0, open = false, watch = false, middleware = []} = {}) {
  const port = await freePort(preferredPort);
  const server = await startDevServer({
    readCliArgs: false,
    readFileConfig: false,
    autoExitProcess: false, // it would swallow uncaught errors
    logStartMessage: false, // it would print a network address, on which the server does not listen
    config: {
      rootDir: fileURLToPath(new URL('../..', import.meta.url)),
      port,
      hostname: '127.0.0.1',
      open,
      watch,
      nodeResolve: {exportConditions: ['development', 'browser']},
      middleware,
      plugins: [loopbackPlugin(), typescriptPlugin()],
    },
  });
  return {origin: `http://127.0.0.1:${port}`, close: () => server.stop()};
}
