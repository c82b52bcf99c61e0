// Starts a browser for a page test, the same for all three: launch(name) gives puppeteer's Browser, or a WebKit, whose
// pages answer to the same newPage(), goto(), evaluate(), waitForFunction() and close().
import puppeteer from 'puppeteer-core';
import {findBrowsers} from './browsers.mjs';
import {WebKit} from './webkit.mjs';

/** The browsers to test in: all that are there, or those of the variable BROWSERS. Name to path. */
export const browsers = await findBrowsers(process.env.BROWSERS?.split(',').filter(Boolean));

export const CHROMIUM_OPTIONS = {
  pipe: true, // it ends with this process, however that ends
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), // the sandbox does not start as root
    '--disable-gpu',
    '--disable-quic',
    '--disable-sync',
    '--disable-background-networking',
    '--disable-component-update',
    '--no-first-run',
  ],
};

/** @param options puppeteer's, or WebKit.start()'s */
export function launch(name, options) {
  const path = browsers[name];
  if (!path) throw new Error(`No ${name} here: node scripts/browsers/browsers.mjs --install`);
  if (name === 'webkit') return WebKit.start({miniBrowser: path, ...options});
  // Firefox is driven by WebDriver BiDi, which needs no geckodriver
  const own = name === 'firefox' ? {browser: 'firefox'} : CHROMIUM_OPTIONS;
  return puppeteer.launch({...own, executablePath: path, ...options});
}
