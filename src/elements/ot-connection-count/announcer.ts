import {startTimer} from '../../scheduling/timer.js';
import {unclobbered} from '../../dom/unclobbered.js';
import {adoptStyle} from '../adopt-style.js';

/** In milliseconds. */
const TIMINGS = {
  /** From a change to its announcement, which includes all changes in the meantime. */
  settle: 500,
  /** From one announcement to the next. */
  pause: 5_000,
  /** How long the text of an announcement remains in the document. */
  lifetime: 2_000,
};

/** Visually hidden, but in the accessibility tree. */
const HIDDEN =
  '.announcer{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}';

/**
 * Announces changes of a text to screen readers, politely, at most every few seconds, and only the newest one. The initial
 * text is not announced, and nothing is while the page is hidden.
 */
export class Announcer {
  readonly #root: ShadowRoot;
  readonly #region: HTMLElement;
  #style: CSSStyleSheet | undefined;
  readonly #timings: typeof TIMINGS;
  readonly #signal: AbortSignal;
  /** The last announced text, initially the first phrase; undefined before the first number. */
  #known: string | undefined;
  #newest = '';
  #lang = '';
  /** Whether an announcement is pending, or was made less than `pause` ago. */
  #isWaiting = false;

  constructor(root: ShadowRoot, signal: AbortSignal, timings: typeof TIMINGS = TIMINGS) {
    this.#signal = signal;
    this.#timings = timings;
    // a live region must be in the document before its text changes
    this.#region = unclobbered(document).createElement('span');
    this.#region.className = 'announcer';
    this.#region.setAttribute('role', 'status');
    root.append(this.#region);
    this.#root = root;
    this.#adoptStyle();
    const schedule = () => {
      this.#schedule(timings.settle);
    };
    unclobbered(document).addEventListener('visibilitychange', schedule, {signal});
    signal.addEventListener('abort', () => {
      this.#region.remove();
      if (this.#style) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== this.#style);
    });
  }

  /** Call this with the phrase that is shown with a number, and its language. */
  showsNumber(phrase: string, lang: string): void {
    this.#known ??= phrase;
    this.#shows(phrase, lang);
  }

  /** Call this with the text that is shown while the number is unknown; an empty one is not announced. */
  showsFallback(text: string): void {
    this.#shows(text, '');
  }

  #shows(text: string, lang: string): void {
    this.#adoptStyle();
    this.#newest = text;
    this.#lang = lang;
    this.#schedule(this.#timings.settle);
  }

  /** The style is lost when the element is moved to another document. */
  #adoptStyle(): void {
    this.#style = adoptStyle(this.#root, HIDDEN, this.#style);
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
    // otherwise, users who read the page line by line would hear the phrase twice
    startTimer(this.#timings.lifetime, this.#signal, () => {
      this.#region.textContent = '';
    });
    startTimer(this.#timings.pause, this.#signal, () => {
      this.#isWaiting = false;
      this.#schedule(0);
    });
  }
}
