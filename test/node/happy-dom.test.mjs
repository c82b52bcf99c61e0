// The elements in happy-dom, as Jest and Vitest have it: no browser, and so without styles and custom states.
import {GlobalWindow, Window} from 'happy-dom';
import {readFileSync} from 'node:fs';
import {putIntoGlobalScope} from './global-window.mjs';
import {describeElements} from './simulated-dom.mjs';

const url = 'https://www.example.org/';

describeElements('a classic script in happy-dom', () => {
  const settings = {enableJavaScriptEvaluation: true, suppressInsecureJavaScriptEnvironmentWarning: true};
  const window = new Window({url, settings});
  window.eval(`${readFileSync('cdn/ot-elements.classic.js', 'utf8')}; globalThis.OTElements = OTElements`);
  return {window, exports: window.OTElements};
});

describeElements(
  'modules in Node, with the window of happy-dom put into the global scope, as Vitest does',
  async () => {
    const window = new GlobalWindow({url});
    putIntoGlobalScope(window);
    await import('ot-elements/auto');
    return {window, exports: await import('ot-elements'), console};
  },
);
