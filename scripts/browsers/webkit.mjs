// WebKitGTK for tests: MiniBrowser in its own Xvfb, automated through WebKitWebDriver.
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {freePort} from '../system/free-port.mjs';
import {endHelper, spawnHelper} from '../system/helper-process.mjs';
import {startVirtualScreen} from './virtual-screen.mjs';
import {WebKitPage} from './webkit-page.mjs';

// MiniBrowser's toolbar would keep the window at least 447 px wide, more than the viewport of a phone.
const NARROW_TOOLBAR = `
window.background > box * {min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px;}
window.background > box button image {-gtk-icon-transform: scale(0); min-width: 0;}
`;

/** A running WebKitGTK. Its methods are named as Puppeteer's, so that the same test runs with both. */
export class WebKit {
  #helpers = [];
  #config;
  #origin;
  #session = '';
  #current;
  #lastCommand = Promise.resolve();

  /** The page that is open at the start. Closing the last page ends the browser. */
  firstPage;

  /** @param options `miniBrowser` is its path; `dark` and `reducedMotion` apply to all pages */
  static async start(options) {
    const webkit = new WebKit();
    try {
      await webkit.#start(options);
      return webkit;
    } catch (error) {
      await webkit.close();
      throw error;
    }
  }

  async #start({miniBrowser, dark = false, reducedMotion = false}) {
    this.#config = await mkdtemp(join(tmpdir(), 'webkit-'));
    const gtk = join(this.#config, 'gtk-3.0');
    await mkdir(gtk);
    await writeFile(join(gtk, 'gtk.css'), NARROW_TOOLBAR);
    await writeFile(join(gtk, 'settings.ini'), `[Settings]\ngtk-enable-animations=${!reducedMotion}\n`);
    // GTK has no headless mode
    const {display, screen} = await startVirtualScreen();
    this.#helpers.push(screen);
    await this.#startDriver({
      DISPLAY: display,
      XDG_CONFIG_HOME: this.#config,
      GDK_BACKEND: 'x11',
      GTK_THEME: dark ? 'Adwaita:dark' : 'Adwaita',
      NO_AT_BRIDGE: '1',
      LIBGL_ALWAYS_SOFTWARE: '1',
    });
    const {sessionId} = await this.#request('POST', '/session', {
      capabilities: {
        alwaysMatch: {
          browserName: 'MiniBrowser',
          'webkitgtk:browserOptions': {binary: miniBrowser, args: ['--automation']},
          timeouts: {script: 30_000, pageLoad: 60_000, implicit: 0},
        },
      },
    });
    this.#session = `/session/${sessionId}`;
    this.#current = await this.#request('GET', `${this.#session}/window`);
    this.firstPage = this.#pageOf(this.#current);
  }

  async #startDriver(variables) {
    const port = await freePort();
    const driver = spawnHelper('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
      env: {...process.env, ...variables},
      stdio: 'ignore',
    });
    this.#helpers.unshift(driver);
    let failure;
    driver.once('error', (error) => (failure = error));
    driver.once('exit', (code) => (failure ??= new Error(`WebKitWebDriver exited with code ${code}.`)));
    this.#origin = `http://127.0.0.1:${port}`;
    for (const deadline = Date.now() + 10_000; ; await sleep(50)) {
      try {
        return await this.#request('GET', '/status');
      } catch (error) {
        if (failure ?? Date.now() > deadline) throw failure ?? error;
      }
    }
  }

  async #request(method, path, body) {
    const response = await fetch(this.#origin + path, {
      method,
      ...(body && {body: JSON.stringify(body), headers: {'content-type': 'application/json'}}),
    });
    const {value} = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
    return value;
  }

  #pageOf(handle) {
    // WebDriver has one current window, and runs one command at a time
    const command = (method, path, body) => {
      const sent = this.#lastCommand.then(async () => {
        if (this.#current !== handle) await this.#request('POST', `${this.#session}/window`, {handle});
        this.#current = handle;
        return this.#request(method, this.#session + path, body);
      });
      this.#lastCommand = sent.catch(() => {});
      return sent;
    };
    return new WebKitPage(command, async () => {
      await command('DELETE', '/window');
      this.#current = undefined;
    });
  }

  /** A new tab, or a new window with `{type: 'window'}`. */
  async newPage({type = 'tab'} = {}) {
    const opened = this.#lastCommand.then(async () => {
      // the driver opens it from the current window, which may have been closed
      const [handle] = await this.#request('GET', `${this.#session}/window/handles`);
      await this.#request('POST', `${this.#session}/window`, {handle});
      this.#current = handle;
      return this.#request('POST', `${this.#session}/window/new`, {type});
    });
    this.#lastCommand = opened.catch(() => {});
    return this.#pageOf((await opened).handle);
  }

  async close() {
    if (this.#session) await this.#request('DELETE', this.#session).catch(() => {});
    for (const helper of this.#helpers.splice(0)) await endHelper(helper);
    if (this.#config) await rm(this.#config, {recursive: true, force: true});
  }
}
