import {writeFile} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';

// While WebDriver waits for a promise, it runs no command for another page, and pages often wait for one another. So
// the promise's outcome is stored in the page, and polled.
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
const POLL = `
  const outcomes = globalThis[Symbol.for('webkit-page')];
  return outcomes ? outcomes[arguments[0]] : {error: 'The page was unloaded before the promise settled.'};`;

/** A tab or window of WebKit. */
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

  /** Navigates to `url`, and waits until the page has loaded. */
  async goto(url) {
    await this.#command('POST', '/url', {url});
    // the driver responds before a page with many modules has run them
    await this.waitForFunction(() => {
      // not `document.readyState`, which an `<img name="readyState">` may hide
      const {get} = Object.getOwnPropertyDescriptor(Document.prototype, 'readyState');
      return get.call(document) === 'complete';
    });
  }

  url() {
    return this.#command('GET', '/url');
  }

  /** Calls a function in the page with JSON arguments, and awaits its result. `undefined` becomes null. */
  async evaluate(callback, ...args) {
    let outcome = await this.#execute(BEGIN(callback), args);
    if (outcome.index !== undefined) {
      const {index} = outcome;
      while (!(outcome = await this.#execute(POLL, [index]))) await sleep(10);
    }
    if (outcome.error !== undefined) throw new Error(outcome.error);
    return outcome.value;
  }

  /** Calls a function in the page repeatedly until it returns a truthy value, and returns that value. */
  async waitForFunction(callback, {timeout = 30_000} = {}, ...args) {
    for (const deadline = Date.now() + timeout; ; await sleep(10)) {
      const value = await this.evaluate(callback, ...args);
      if (value) return value;
      if (Date.now() > deadline) throw new Error(`Timed out after ${timeout} ms waiting for ${callback}`);
    }
  }

  /** Goes back in the history; the page may come from the back/forward cache. */
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
      // the window resizes asynchronously; another request before it has would overshoot
      if (attempt % 5 === 0) {
        const outer = await this.#command('GET', '/window/rect');
        await this.#command('POST', '/window/rect', {
          width: outer.width + width - inner.width,
          height: outer.height + height - inner.height,
        });
      }
      await sleep(20);
    }
    throw new Error(`WebKit: the viewport could not be resized to ${width} x ${height}.`);
  }

  async screenshot({path} = {}) {
    const image = Buffer.from(await this.#command('GET', '/screenshot'), 'base64');
    if (path) await writeFile(path, image);
    return image;
  }
}
