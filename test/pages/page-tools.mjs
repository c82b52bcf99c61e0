import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const {outputFiles} = await build({
  stdin: {
    contents: `
      export {createElement} from 'react';
      export {flushSync} from 'react-dom';
      export {createRoot} from 'react-dom/client';
      export {createApp, h, KeepAlive, nextTick, reactive} from 'vue';
      export {Idiomorph} from 'idiomorph';
      export {default as morphdom} from 'morphdom';
    `,
    resolveDir: fileURLToPath(new URL('.', import.meta.url)),
  },
  bundle: true,
  write: false,
  format: 'iife',
  globalName: 'tools',
  define: {
    'process.env.NODE_ENV': '"production"',
    __VUE_OPTIONS_API__: 'true',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
});

/** A script with the real tools that re-render pages, in the global `tools`. */
export const PAGE_TOOLS = outputFiles[0].text;
