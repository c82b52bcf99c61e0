// The elements in jsdom, as Jest and Vitest have it: no browser, and so without styles and custom states.
import {JSDOM} from 'jsdom';
import {readFileSync} from 'node:fs';
import {putIntoGlobalScope} from './global-window.mjs';
import {describeElements} from './simulated-dom.mjs';

const PAGE = '<!doctype html><title>A test</title>';
const url = 'https://www.example.org/';

for (const [title, options] of [
  ['as Jest sets it up', {url, pretendToBeVisual: true}],
  ['with its own defaults', {}],
]) {
  describeElements(`a classic script in jsdom, ${title}`, () => {
    const {window} = new JSDOM(PAGE, {...options, runScripts: 'outside-only'});
    window.eval(`${readFileSync('cdn/ot-elements.classic.js', 'utf8')}; globalThis.OTElements = OTElements`);
    return {window, exports: window.OTElements};
  });
}

describeElements('modules in Node, with the window of jsdom put into the global scope, as Vitest does', async () => {
  const {window} = new JSDOM(PAGE, {url, pretendToBeVisual: true});
  putIntoGlobalScope(window);
  await import('ot-elements/auto');
  return {window, exports: await import('ot-elements'), console};
});
