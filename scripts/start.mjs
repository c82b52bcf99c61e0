// npm start: serves the demo, straight from the TypeScript sources, and opens it; its pages reload when a file changes.
// PORT chooses the port (8000); if that is taken, a free one is.
import {startDevServer} from '@web/dev-server';
import {endWithParent} from './end-with-parent.mjs';
import {freePort} from './free-port.mjs';
import {loopbackPlugin} from './loopback-plugin.mjs';
import {typescriptPlugin} from './typescript-plugin.mjs';

const {CI, PORT = 8000} = process.env;
const port = await freePort(Number(PORT));
endWithParent();

function demo(context, next) {
  if (context.path === '/') return context.redirect('/demo/');
  return next();
}

await startDevServer({
  readCliArgs: false,
  readFileConfig: false,
  logStartMessage: false, // it would tell a network address, where nobody listens
  config: {
    port,
    hostname: '127.0.0.1',
    open: process.stdout.isTTY && !CI ? '/demo/' : false,
    watch: true,
    nodeResolve: {exportConditions: ['development', 'browser']},
    middleware: [demo],
    plugins: [loopbackPlugin(), typescriptPlugin()],
  },
});
console.log(`The demo: http://127.0.0.1:${port}/demo/`);
