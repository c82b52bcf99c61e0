// npm run size: what a page loads, in bytes, and whether it keeps to its budget.
import {readFileSync, readdirSync} from 'node:fs';
import {brotliCompressSync} from 'node:zlib';
import {rollup} from 'rollup';
import {elementsAlone} from '../rollup.config.mjs';

/** Bytes, minified and brotli-compressed, Lit included. A budget guards against accidents, not against a line that is needed. */
const BUDGETS = {
  'ot-elements.js': 13_500,
  'engine-local.js': 4_200,
  'engine-opentok.js': 3_500,
  'engine-xmpp.js': 22_200,
  'join.js': 1_900,
  'connect-moment.js': 1_200,
  'request-credentials.js': 1_600,
  'count-extras.js': 5_200,
  // all of the above in one, but engine-xmpp.js
  'ot-elements.classic.js': 25_000,
};
/** Of the elements in ot-elements.js, without what upgrades `data-` markup. */
const ELEMENTS_ALONE = 12_300;

function check(name, budget, code) {
  const size = code && brotliCompressSync(code).length;
  const verdict = !code ? 'MISSING' : !budget ? 'WITHOUT A BUDGET' : size > budget ? 'TOO LARGE' : 'ok';
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
console.log(`Of cdn/engine-xmpp.js, strophe.js by itself: ${brotliCompressSync(library).length} bytes`);
