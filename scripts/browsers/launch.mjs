// Starts a browser for a page test. launch(name) returns Puppeteer's Browser, or a WebKit, which has the same
// newPage(), and whose pages have the same goto(), evaluate(), waitForFunction(), and close().
import puppeteer from 'puppeteer-core';
import {findBrowsers} from './browsers.mjs';
import {WebKit} from './webkit.mjs';

/** Maps the names of the browsers to test in to their paths: all that are available, or those listed in BROWSERS. */
export const browsers = await findBrowsers(process.env.BROWSERS?.split(',').filter(Boolean));

export const CHROMIUM_OPTIONS = {
  pipe: true, // so that Chromium exits with this process, even if this process is killed
  args: [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), // as root, the sandbox does not start
    '--disable-gpu',
    '--disable-quic',
    '--disable-sync',
    '--disable-background-networking',
    '--disable-component-update',
    '--no-first-run',
  ],
};

/** @param options for Puppeteer's launch(), or for WebKit.start() */
export function launch(name, options) {
  const path = browsers[name];
  if (!path) throw new Error(`${name} is not installed: run node scripts/browsers/browsers.mjs --install`);
  if (name === 'webkit') return WebKit.start({miniBrowser: path, ...options});
  const defaults = name === 'firefox' ? {browser: 'firefox'} : CHROMIUM_OPTIONS;
  return puppeteer.launch({...defaults, executablePath: path, ...options});
}
