import {esbuildPlugin} from '@web/dev-server-esbuild';
import {fileURLToPath} from 'node:url';

/** Transpiles TypeScript on request, for tests and the demo. With any other target, it would change JavaScript, too. */
export const typescriptPlugin = () =>
  esbuildPlugin({ts: true, target: 'esnext', tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url))});
