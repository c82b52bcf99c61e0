// npm run size: prints the compressed size of each file in cdn/, and fails if one exceeds its budget.
import {readFileSync, readdirSync} from 'node:fs';
import {brotliCompressSync} from 'node:zlib';
import {rollup} from 'rollup';
import {elementsAlone} from '../rollup.config.mjs';
import {BUDGETS, ELEMENTS_ALONE} from './size/budgets.mjs';

function check(name, budget, code) {
  const size = code && brotliCompressSync(code).length;
  const verdict = !code ? 'MISSING' : !budget ? 'NO BUDGET' : size > budget ? 'TOO LARGE' : 'ok';
  console.log(`${name}: ${size} of ${budget} bytes (${code?.length} uncompressed): ${verdict}`);
  if (verdict !== 'ok') process.exitCode = 1;
}

const files = readdirSync('cdn').filter((name) => name.endsWith('.js'));
for (const name of new Set([...Object.keys(BUDGETS), ...files])) {
  check(`cdn/${name}`, BUDGETS[name], files.includes(name) ? readFileSync(`cdn/${name}`) : undefined);
}
const {output} = await (await rollup(elementsAlone)).generate(elementsAlone.output);
check('the elements alone', ELEMENTS_ALONE, Buffer.from(output[0].code));

const library = readFileSync('node_modules/strophe.js/dist/strophe.umd.min.js');
console.log(`strophe.js, part of cdn/engine-xmpp.js: ${brotliCompressSync(library).length} bytes`);
