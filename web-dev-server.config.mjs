// npm start: the demo, straight from the TypeScript sources; the pages reload when a file changes.
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {fileURLToPath} from 'node:url';
import {freePort} from './scripts/free-port.mjs';
import {loopbackPlugin} from './scripts/loopback-plugin.mjs';

const {CI, PORT = 8000} = process.env;

export default {
  port: await freePort(Number(PORT)),
  open: process.stdout.isTTY && !CI && '/demo/',
  watch: true,
  nodeResolve: {exportConditions: ['development', 'browser']},
  middleware: [
    (context, next) => {
      if (context.path === '/') context.redirect('/demo/');
      return next();
    },
  ],
  plugins: [
    loopbackPlugin(),
    esbuildPlugin({ts: true, target: 'es2022', tsconfig: fileURLToPath(import.meta.resolve('./tsconfig.json'))}),
  ],
};
