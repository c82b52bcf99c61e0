import {esbuildPlugin} from '@web/dev-server-esbuild';
import {fileURLToPath} from 'node:url';

/** Transpiles TypeScript on request, for tests and the demo. */
export const typescriptPlugin = () =>
  esbuildPlugin({ts: true, target: 'es2022', tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url))});
