// npm start: serves the demo, straight from the TypeScript sources, and opens it; its pages reload when a file changes.
// PORT chooses the port (8000); if that is taken, a free one is.
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
