import {esbuildPlugin} from '@web/dev-server-esbuild';
import {fileURLToPath} from 'node:url';

/** Serves TypeScript as JavaScript, to the tests and to the demo: no build in between. */
export const typescriptPlugin = () =>
  esbuildPlugin({ts: true, target: 'es2022', tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url))});
