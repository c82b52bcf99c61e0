import {startDevServer} from '@web/dev-server';
import {fileURLToPath} from 'node:url';
import {freePort} from '../system/free-port.mjs';
import {loopbackPlugin} from './loopback-plugin.mjs';
import {typescriptPlugin} from './typescript-plugin.mjs';

/**
 * Serves the repository, TypeScript as JavaScript, on 127.0.0.1: for `npm start`, and for page tests, which may add Koa
 * middleware of their own.
 */
export async function serve({port: wished = 0, open = false, watch = false, middleware = []} = {}) {
  const port = await freePort(wished);
  const server = await startDevServer({
    readCliArgs: false,
    readFileConfig: false,
    autoExitProcess: false, // it would swallow what is uncaught
    logStartMessage: false, // it would tell a network address, where nobody listens
    config: {
      rootDir: fileURLToPath(new URL('../..', import.meta.url)), // whatever folder it is started in
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
