// Bundles for a server: the package has to resolve without the optional peers of its libraries.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {build} from 'esbuild';

for (const entry of ['ot-elements', 'ot-elements/define', 'ot-elements/auto', 'ot-elements/engines/xmpp']) {
  for (const platform of ['node', 'browser', 'neutral']) {
    test(`esbuild bundles ${entry} for ${platform}, with nothing left to import`, async () => {
      const {errors, warnings, metafile} = await build({
        stdin: {contents: `export * from '${entry}';`, resolveDir: process.cwd()},
        bundle: true,
        format: 'esm',
        platform,
        mainFields: ['module', 'main'],
        conditions: platform === 'node' ? ['node'] : ['browser'],
        write: false,
        metafile: true,
        outdir: 'out',
        logLevel: 'silent',
      });
      assert.deepEqual([errors, warnings], [[], []]);
      const external = Object.values(metafile.outputs).flatMap(({imports}) => imports.filter((one) => one.external));
      assert.deepEqual(external, []);
      const inputs = Object.keys(metafile.inputs);
      assert.ok(!inputs.some((path) => path.includes('strophe.js/dist')), 'the library is in the package');
    });
  }
}
