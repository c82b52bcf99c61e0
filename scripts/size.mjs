// npm run size: what a page loads, in bytes, and whether it keeps to its budget.
import {readFileSync, readdirSync} from 'node:fs';
import {brotliCompressSync} from 'node:zlib';

/** Bytes, minified and brotli-compressed, Lit included. */
const BUDGETS = {
  'ot-elements.js': 10_000,
  'engine-local.js': 3_500,
  'engine-opentok.js': 3_000,
  'connect-moment.js': 600,
  'request-credentials.js': 1_000,
  // all of the above in one
  'ot-elements.classic.js': 16_500,
};

const files = readdirSync('cdn').filter((name) => name.endsWith('.js'));
for (const name of new Set([...Object.keys(BUDGETS), ...files])) {
  const budget = BUDGETS[name];
  const code = files.includes(name) && readFileSync(`cdn/${name}`);
  const size = code && brotliCompressSync(code).length;
  const verdict = !code ? 'MISSING' : !budget ? 'WITHOUT A BUDGET' : size > budget ? 'TOO LARGE' : 'ok';
  console.log(`cdn/${name}: ${size} of ${budget} bytes (${code.length} uncompressed): ${verdict}`);
  if (verdict !== 'ok') process.exitCode = 1;
}
