import {writeFile} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';

// WebDriver can wait for a promise, but lets no other page do anything meanwhile, and one page often waits for
// another. So the promise's outcome is left in the page and asked for.
const BEGIN = (source) => `
  const describe = (error) => ({error: String(error?.stack?.includes(error.message) ? error.stack : error)});
  try {
    const result = (${source})(...arguments);
    if (typeof result?.then !== 'function') return {value: result};
    const outcomes = (globalThis[Symbol.for('webkit-page')] ??= []);
    const index = outcomes.push(undefined) - 1;
    result.then((value) => (outcomes[index] = {value}), (error) => (outcomes[index] = describe(error)));
    return {index};
  } catch (error) {
    return describe(error);
  }`;
const ASK = `
  const outcomes = globalThis[Symbol.for('webkit-page')];
  return outcomes ? outcomes[arguments[0]] : {error: 'The page was left before the promise settled.'};`;

/** A tab or a window of WebKit. */
export class WebKitPage {
  #command;
  #close;

  constructor(command, close) {
    this.#command = command;
    this.#close = close;
  }

  #execute(script, args) {
    return this.#command('POST', '/execute/sync', {script, args});
  }

  /** Goes to `url` and waits until it is loaded. */
  async goto(url) {
    await this.#command('POST', '/url', {url});
    // the driver answers before a page with many modules has run them
    await this.waitForFunction(() => {
      // an `<img name="readyState">` may hide the document's own
      const {get} = Object.getOwnPropertyDescriptor(Document.prototype, 'readyState');
      return get.call(document) === 'complete';
    });
  }

  url() {
    return this.#command('GET', '/url');
  }

  /** Calls a function in the page, with arguments that are JSON, and waits for its promise. `undefined` becomes null. */
  async evaluate(callback, ...args) {
    let outcome = await this.#execute(BEGIN(callback), args);
    if (outcome.index !== undefined) {
      const {index} = outcome;
      while (!(outcome = await this.#execute(ASK, [index]))) await sleep(10);
    }
    if (outcome.error !== undefined) throw new Error(outcome.error);
    return outcome.value;
  }

  /** Waits until the function, called in the page again and again, gives something true, and returns that. */
  async waitForFunction(callback, {timeout = 30_000} = {}, ...args) {
    for (const deadline = Date.now() + timeout; ; await sleep(10)) {
      const value = await this.evaluate(callback, ...args);
      if (value) return value;
      if (Date.now() > deadline) throw new Error(`Waited ${timeout} ms in vain for ${callback}`);
    }
  }

  /** Goes back in the history, also to a page in the back/forward cache. */
  async back() {
    await this.#command('POST', '/back', {});
  }

  async reload() {
    await this.#command('POST', '/refresh', {});
  }

  /** Closes the tab as a user would. */
  close() {
    return this.#close();
  }

  async setViewport({width, height}) {
    for (let attempt = 0; attempt < 20; attempt++) {
      const inner = await this.evaluate(() => ({width: innerWidth, height: innerHeight}));
      if (inner.width === width && inner.height === height) return;
      // the window takes its time; asking at each look would overshoot
      if (attempt % 5 === 0) {
        const outer = await this.#command('GET', '/window/rect');
        await this.#command('POST', '/window/rect', {
          width: outer.width + width - inner.width,
          height: outer.height + height - inner.height,
        });
      }
      await sleep(20);
    }
    throw new Error(`WebKit: no viewport of ${width} x ${height}.`);
  }

  async screenshot({path} = {}) {
    const image = Buffer.from(await this.#command('GET', '/screenshot'), 'base64');
    if (path) await writeFile(path, image);
    return image;
  }
}
