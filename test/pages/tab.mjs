import {once} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';

const PATIENCE = 15_000;

/** Of what a policy or the network refused, Firefox tells as of errors. */
const NOT_THROWN =
  /^Error: (Content-Security-Policy: |Cross-Origin Request Blocked: |Firefox can’t establish a connection |The connection to )/;

/**
 * Asks again and again until the answer is true, or anything like it, and gives that.
 *
 * @param wanted gives what was waited for, if that was in vain
 */
export async function until(ask, wanted = () => ask) {
  for (const deadline = Date.now() + PATIENCE; ; await sleep(10)) {
    const value = await ask();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${await wanted()}`);
  }
}

/** A browser's tab, the same for all three browsers, with a page of the test's in it: see room.mjs. */
export class Tab {
  /** puppeteer's page, or WebKit's. */
  page;
  #closed = false;
  #closing;
  #uncaught = [];

  constructor(page, browserName) {
    this.page = page;
    page.on?.('pageerror', (error) => {
      if (!NOT_THROWN.test(error)) this.#uncaught.push(String(error));
    });
    // a user's closing tells the page before; Chromium does not wait for the end of what puppeteer asks it for then
    if (browserName === 'firefox') this.#closing = {runBeforeUnload: true};
  }

  evaluate(callback, ...args) {
    return this.page.evaluate(callback, ...args);
  }

  /**
   * Asks the page again and again until the answer is true, or anything like it, and gives that. Asked from here, since the
   * timers of a hidden page are slow, and its frames are not drawn.
   */
  until(callback, ...args) {
    return until(
      () => this.evaluate(callback, ...args),
      async () => {
        const received = await this.evaluate(() => JSON.stringify(window.received));
        return `${callback} of ${JSON.stringify(args)}. The page was told ${received}`;
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

  /** What the page was told of a connection: the types of events, with the reason if there was one. */
  eventsOf(id) {
    return this.evaluate(
      (of) =>
        window.received
          .filter((event) => event.id === of)
          .map(({type, reason}) => (reason ? `${type} ${reason}` : type)),
      id,
    );
  }

  /** Resolves when the page was told of the connection's end, with all that it was told of it. */
  async sawDeparture(id) {
    await this.until(
      (of) => window.received.some((event) => event.id === of && event.type === 'connectionDestroyed'),
      id,
    );
    return this.eventsOf(id);
  }

  /** Why the page's own connection ended, each time, once it has. */
  endReasons() {
    return this.until(() => {
      const reasons = window.received.filter(({type}) => type === 'sessionDisconnected').map(({reason}) => reason);
      return reasons.length > 0 && reasons;
    });
  }

  /** What went wrong in the page. */
  problems() {
    return this.evaluate(() => window.problems);
  }

  /** What was thrown in the tab and not caught since this was last asked. A test takes what it provoked: the rest fails it. */
  async takeUncaught() {
    if (!this.#closed) await this.#askForUncaught();
    return this.#uncaught.splice(0);
  }

  /** WebDriver in WebKit does not tell, and a page that was left cannot. */
  async #askForUncaught() {
    if (!this.page.on) this.#uncaught.push(...(await this.evaluate(() => window.uncaught?.splice(0) ?? [])));
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
    await this.page.goto(url);
  }

  /** Goes back in the history, also to a page that is restored, of which no load event tells. */
  async back() {
    await this.#askForUncaught();
    if (this.page.back) return this.page.back(); // WebKit's
    await Promise.all([once(this.page, 'framenavigated'), this.evaluate(() => void setTimeout(() => history.back()))]);
  }

  async reload() {
    await this.#askForUncaught();
    await this.page.reload();
  }

  /** Closes the tab as a user would; again is nothing. */
  async close() {
    if (this.#closed) return;
    await this.#askForUncaught();
    this.#closed = true;
    await this.page.close(this.#closing);
  }
}

/**
 * Resolves when whatever was on its way to these tabs, all in one session, has arrived: somebody came after it, and left.
 *
 * @param path the address of a page in that session
 */
export async function allDelivered(path, ...tabs) {
  const visitor = await tabs[0].addFrame(path);
  await Promise.all(tabs.map((tab) => tab.until((id) => window.received.some((event) => event.id === id), visitor)));
  await tabs[0].removeFrame();
  await Promise.all(tabs.map((tab) => tab.sawDeparture(visitor)));
}
