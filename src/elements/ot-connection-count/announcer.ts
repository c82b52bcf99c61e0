import {startTimer} from '../../scheduling/timer.js';
import {unclobbered} from '../../dom/unclobbered.js';
import {adoptStyle} from '../adopt-style.js';

/** In milliseconds. */
const TIMINGS = {
  /** After a change, before it is announced: changes that follow at once are part of it. */
  settle: 500,
  /** After an announcement, before the next one. */
  pause: 5_000,
  /** How long the text of an announcement stays, for screen readers to take it. */
  stay: 2_000,
};

/** Not seen, and still in the accessibility tree. */
const HIDDEN =
  '.announcer{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}';

/**
 * Announces a text that changes to screen readers, politely: the newest, at most every few seconds. The text at first is not
 * announced, and nothing is while the page is hidden.
 */
export class Announcer {
  readonly #root: ShadowRoot;
  readonly #region: HTMLElement;
  #hidden: CSSStyleSheet | undefined;
  readonly #timings: typeof TIMINGS;
  readonly #signal: AbortSignal;
  /** What users of screen readers know; undefined until there was a number. */
  #known: string | undefined;
  #newest = '';
  #lang = '';
  /** An announcement was made, or is about to be. */
  #isWaiting = false;

  constructor(root: ShadowRoot, signal: AbortSignal, timings: typeof TIMINGS = TIMINGS) {
    this.#signal = signal;
    this.#timings = timings;
    // it has to be there before it says something
    this.#region = unclobbered(document).createElement('span');
    this.#region.className = 'announcer';
    this.#region.setAttribute('role', 'status');
    root.append(this.#region);
    this.#root = root;
    this.#hide();
    const schedule = () => {
      this.#schedule(timings.settle);
    };
    unclobbered(document).addEventListener('visibilitychange', schedule, {signal});
    signal.addEventListener('abort', () => {
      this.#region.remove();
      if (this.#hidden) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== this.#hidden);
    });
  }

  /** The phrase with a number is this one, in this language. */
  showsNumber(phrase: string, lang: string): void {
    this.#known ??= phrase;
    this.#shows(phrase, lang);
  }

  /** The number is unknown, and this text stands for it; the empty one is not announced. */
  showsFallback(text: string): void {
    this.#shows(text, '');
  }

  #shows(text: string, lang: string): void {
    this.#hide();
    this.#newest = text;
    this.#lang = lang;
    this.#schedule(this.#timings.settle);
  }

  /** In another document it arrives without its style. */
  #hide(): void {
    this.#hidden = adoptStyle(this.#root, HIDDEN, this.#hidden);
  }

  get #isNews(): boolean {
    const isKnown = this.#known === undefined || this.#known === this.#newest;
    return !isKnown && this.#newest !== '' && unclobbered(document).visibilityState !== 'hidden';
  }

  #schedule(wait: number): void {
    if (this.#isWaiting || !this.#isNews) return;
    this.#isWaiting = true;
    startTimer(wait, this.#signal, () => {
      this.#isWaiting = false;
      if (this.#isNews) this.#announce();
    });
  }

  #announce(): void {
    this.#known = this.#newest;
    this.#region.lang = this.#lang;
    if (!this.#lang) this.#region.removeAttribute('lang');
    this.#region.textContent = this.#newest;
    this.#isWaiting = true;
    // who reads the page line by line would find the phrase twice
    startTimer(this.#timings.stay, this.#signal, () => {
      this.#region.textContent = '';
    });
    startTimer(this.#timings.pause, this.#signal, () => {
      this.#isWaiting = false;
      this.#schedule(0);
    });
  }
}
