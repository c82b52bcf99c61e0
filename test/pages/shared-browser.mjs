import {launch} from '../../scripts/browsers/launch.mjs';
import {Tab} from './tab.mjs';

/** One browser for all suites of this process that want it with the same options: to start one takes seconds. */
export class SharedBrowser {
  static #all = new Map();
  #name;
  #options;
  #starting;
  #users = 0;
  #unloadedTabs = [];

  /** Called while a suite is being described. The browser runs until each suite has called `release()`. */
  static for(name, options) {
    const key = JSON.stringify([name, options]);
    let shared = SharedBrowser.#all.get(key);
    if (!shared) SharedBrowser.#all.set(key, (shared = new SharedBrowser(name, options)));
    shared.#users++;
    return shared;
  }

  constructor(name, options) {
    this.#name = name;
    this.#options = options;
  }

  started() {
    return (this.#starting ??= launch(this.#name, this.#options));
  }

  /** A tab that shows no page: a new one, or one that another test no longer uses. */
  async tab() {
    const unloaded = this.#unloadedTabs.pop();
    await unloaded?.show();
    return unloaded ?? this.newTab();
  }

  async newTab() {
    const browser = await this.started();
    return new Tab(await browser.newPage(), this.#name);
  }

  /** Called when a test no longer uses the tab. */
  async recycle(tab) {
    if (await tab.unload()) this.#unloadedTabs.push(tab);
    else await tab.close();
  }

  async release() {
    if (--this.#users > 0) return;
    const starting = this.#starting;
    this.#starting = undefined;
    this.#unloadedTabs = [];
    await (await starting)?.close();
  }
}
