import {once} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';

const PATIENCE = 15_000;

/** Firefox reports requests blocked by a policy or the network as errors. */
const NOT_THROWN =
  /^Error: (Content-Security-Policy: |Cross-Origin Request Blocked: |Firefox can’t establish a connection |The connection to )/;

/**
 * Polls until the result is truthy, and returns it.
 *
 * @param wanted returns what was waited for, for the error message
 */
export async function until(ask, wanted = () => ask) {
  for (const deadline = Date.now() + PATIENCE; ; await sleep(10)) {
    const value = await ask();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${await wanted()}`);
  }
}

/** A browser tab with a page of the tests (see room.mjs), with one interface for all three browsers. */
export class Tab {
  #page;
  #isReusable = true;
  #closed = false;
  #closing;
  #uncaught = [];

  constructor(page, browserName) {
    this.#page = page;
    page.on?.('pageerror', (error) => {
      if (!NOT_THROWN.test(error)) this.#uncaught.push(String(error));
    });
    // when a user closes a tab, the page gets beforeunload; in Chromium puppeteer would not wait for the result
    if (browserName === 'firefox') this.#closing = {runBeforeUnload: true};
  }

  /** puppeteer's page, or WebKit's. Its settings may be changed, so this tab will not serve another test. */
  get page() {
    this.#isReusable = false;
    return this.#page;
  }

  evaluate(callback, ...args) {
    return this.#page.evaluate(callback, ...args);
  }

  /**
   * Polls the page until the result is truthy, and returns it. It polls from Node, since a hidden page's timers are slow, and
   * it has no animation frames.
   */
  until(callback, ...args) {
    return until(
      () => this.evaluate(callback, ...args),
      async () => {
        const received = await this.evaluate(() => JSON.stringify(window.received));
        return `${callback} of ${JSON.stringify(args)}. The page received ${received}`;
      },
    );
  }

  /** Resolves when the page's count shows this number. */
  counts(number) {
    return this.until((n) => document.querySelector('ot-connection-count')?.value === n, number);
  }

  /** The page's own connection id, once it is connected. */
  own() {
    return this.until(() => document.querySelector('ot-session')?.connection?.connectionId);
  }

  /** The events of a connection that the page received: their types, with the reason if there was one. */
  eventsOf(id) {
    return this.evaluate(
      (of) =>
        window.received
          .filter((event) => event.id === of)
          .map(({type, reason}) => (reason ? `${type} ${reason}` : type)),
      id,
    );
  }

  /** Resolves when the page has received the connection's connectionDestroyed, with all its events. */
  async sawDeparture(id) {
    await this.until(
      (of) => window.received.some((event) => event.id === of && event.type === 'connectionDestroyed'),
      id,
    );
    return this.eventsOf(id);
  }

  /** Resolves with the reasons of all sessionDisconnected events, when there is one. */
  endReasons() {
    return this.until(() => {
      const reasons = window.received.filter(({type}) => type === 'sessionDisconnected').map(({reason}) => reason);
      return reasons.length > 0 && reasons;
    });
  }

  /** The errors and warnings of the page. */
  problems() {
    return this.evaluate(() => window.problems);
  }

  /** Removes and returns the uncaught errors of the tab. A test takes those that it causes; others make it fail. */
  async takeUncaught() {
    if (!this.#closed) await this.#askForUncaught();
    return this.#uncaught.splice(0);
  }

  /** WebDriver in WebKit does not report them, and a page that was unloaded cannot. */
  async #askForUncaught() {
    if (!this.#page.on) this.#uncaught.push(...(await this.evaluate(() => window.uncaught?.splice(0) ?? [])));
  }

  state() {
    return this.evaluate(() => document.querySelector('ot-session').state);
  }

  /** Adds a frame with another page in it, and resolves with its connection id. */
  addFrame(path) {
    return this.evaluate((src) => {
      const frame = document.createElement('iframe');
      frame.src = src;
      document.body.append(frame);
    }, path).then(() =>
      this.until(
        () =>
          document.querySelector('iframe:last-of-type').contentDocument?.querySelector('ot-session')?.connection
            ?.connectionId,
      ),
    );
  }

  removeFrame() {
    return this.evaluate(() => document.querySelector('iframe:last-of-type').remove());
  }

  async goto(url) {
    await this.#askForUncaught();
    await this.#page.goto(url);
  }

  /**
   * Unloads the page, so that another test can use the tab: to open one takes as long as most tests.
   *
   * @returns whether it can be used again
   */
  async unload() {
    if (this.#closed || !this.#isReusable) return false;
    try {
      await this.goto('about:blank');
      return true;
    } catch {
      return false; // it has crashed, or its page will not be left
    }
  }

  /** Shows the tab, as a new one is shown. */
  async show() {
    await this.#page.bringToFront?.(); // WebDriver cannot
  }

  /** Goes back in the history, even to a restored page, which fires no load event. */
  async back() {
    this.#isReusable = false;
    await this.#askForUncaught();
    if (this.#page.back) return this.#page.back(); // WebKit's
    await Promise.all([once(this.#page, 'framenavigated'), this.evaluate(() => void setTimeout(() => history.back()))]);
  }

  async reload() {
    await this.#askForUncaught();
    await this.#page.reload();
  }

  /** Closes the tab as a user would; further calls do nothing. */
  async close() {
    if (this.#closed) return;
    await this.#askForUncaught();
    this.#closed = true;
    await this.#page.close(this.#closing);
  }
}

/**
 * Resolves when every message to these tabs, all in one session, has been delivered: after it, a visitor joined and left.
 *
 * @param path the path of a page in that session
 */
export async function allDelivered(path, ...tabs) {
  const visitor = await tabs[0].addFrame(path);
  await Promise.all(tabs.map((tab) => tab.until((id) => window.received.some((event) => event.id === id), visitor)));
  await tabs[0].removeFrame();
  await Promise.all(tabs.map((tab) => tab.sawDeparture(visitor)));
}
