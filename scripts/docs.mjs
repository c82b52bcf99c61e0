// npm run docs: writes the tables of docs/reference/, from custom-elements.json, the types, and the budgets. With --check,
// fails when a document is out of date. A table is between two lines of its document:
//
//   <!-- generated: attributes -->
//   <!-- /generated -->
import {readFileSync, writeFileSync} from 'node:fs';
import {elementRegions} from './docs/elements.mjs';
import {errorRegions} from './docs/errors.mjs';
import {sessionModelRegions} from './docs/session-model.mjs';
import {sizeRegions} from './docs/sizes.mjs';
import {Types} from './docs/types.mjs';

const REGION = /<!-- generated: ([\w-]+) -->\n.*?<!-- \/generated -->/gs;

const manifest = JSON.parse(readFileSync('custom-elements.json', 'utf8'));
const types = new Types();
const documents = {
  ...elementRegions(manifest),
  ...sessionModelRegions(types, manifest),
  ...(await errorRegions(types)),
  ...sizeRegions(),
};

/** The document with its regions generated again. Each has its place, once. */
function generate(file, text, regions) {
  const missing = new Set(Object.keys(regions));
  const generated = text.replaceAll(REGION, (region, name) => {
    if (!missing.delete(name)) throw new Error(`${file}: nothing is generated for "${name}", or it is there twice.`);
    return `<!-- generated: ${name} -->\n\n${regions[name]}\n\n<!-- /generated -->`;
  });
  if (missing.size) throw new Error(`${file}: no place for ${[...missing].join(', ')}.`);
  return generated;
}

for (const [file, regions] of Object.entries(documents)) {
  const text = readFileSync(file, 'utf8');
  const generated = generate(file, text, regions);
  if (generated === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`${file} is out of date: run "npm run docs" and commit it.`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, generated);
  }
}
