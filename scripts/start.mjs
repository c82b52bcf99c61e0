// npm start: serves the demo from the TypeScript sources, and opens it. Its pages reload when a file changes.
// PORT sets the port (default: 8000); if it is in use, a free port is used.
import {serve} from './servers/dev-server.mjs';
import {endWithParent} from './system/end-with-parent.mjs';

const {CI, PORT = 8000} = process.env;

function redirectToDemo(context, next) {
  if (context.path === '/') return context.redirect('/demo/');
  return next();
}

endWithParent();
const {origin} = await serve({
  port: Number(PORT),
  open: process.stdout.isTTY && !CI ? '/demo/' : false,
  watch: true,
  middleware: [redirectToDemo],
});
console.log(`The demo: ${origin}/demo/`);
