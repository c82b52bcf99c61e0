// Generates docs/reference/sizes.md from the budgets. Unlike measured sizes, they are the same on every machine.
import {BUDGETS, ELEMENTS_ALONE, LOADED} from '../size/budgets.mjs';
import {code, table} from './markdown.mjs';

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** @returns for each file, its regions: a map of names to Markdown */
export function sizeRegions() {
  const rows = Object.entries(BUDGETS).map(([name, budget]) => {
    if (!LOADED[name]) throw new Error(`scripts/size/budgets.mjs: LOADED lacks ${name}.`);
    return [code(name), kilobytes(budget), LOADED[name]];
  });
  rows.push(['of `ot-elements.js`, the elements alone', kilobytes(ELEMENTS_ALONE), '']);
  return {'docs/reference/sizes.md': {budgets: table(['File', 'At most', 'When it is loaded'], rows)}};
}
