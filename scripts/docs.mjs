// npm run docs: generates the tables in docs/reference/ from custom-elements.json, the types, and the size budgets.
// With --check, fails if a document is out of date. Each table is in a region of its document, delimited by two
// comments:
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

/** Returns the document with its regions regenerated. It must contain each region once. */
function generate(file, text, regions) {
  const missing = new Set(Object.keys(regions));
  const generated = text.replaceAll(REGION, (region, name) => {
    if (!missing.delete(name)) throw new Error(`${file}: region "${name}" is unknown or duplicated.`);
    return `<!-- generated: ${name} -->\n\n${regions[name]}\n\n<!-- /generated -->`;
  });
  if (missing.size) throw new Error(`${file}: missing regions: ${[...missing].join(', ')}.`);
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
