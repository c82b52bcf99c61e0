import {after} from '../after.js';
import {adoptStyle} from './adopt-style.js';

/** How long after a phrase the next one may be said, and how long a phrase stands for screen readers to take it, in ms. */
const TIMINGS = {pause: 5_000, stay: 2_000};

/** Not seen, and still in the accessibility tree. */
const HIDDEN =
  '.announcer{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}';

/**
 * Says a phrase that changes to screen readers, politely: at most one every few seconds, and always the last one. What is
 * there at first is not said, nor is anything while nobody looks at the page.
 */
export class Announcer {
  readonly #root: ShadowRoot;
  readonly #region: HTMLElement;
  #hidden: CSSStyleSheet | undefined;
  readonly #timings: typeof TIMINGS;
  readonly #signal: AbortSignal;
  /** The last phrase that was said; undefined before there was any. */
  #said: string | undefined;
  #next = '';
  #isPausing = false;

  constructor(root: ShadowRoot, signal: AbortSignal, timings: typeof TIMINGS = TIMINGS) {
    this.#signal = signal;
    this.#timings = timings;
    // it has to be there before it says something
    this.#region = document.createElement('span');
    this.#region.className = 'announcer';
    this.#region.setAttribute('role', 'status');
    root.append(this.#region);
    this.#root = root;
    this.#hide();
    const say = () => {
      this.#say();
    };
    document.addEventListener('visibilitychange', say, {signal});
    signal.addEventListener('abort', () => {
      this.#region.remove();
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== this.#hidden);
    });
  }

  /** To be told of every phrase; an empty one is none. */
  say(phrase: string): void {
    this.#hide();
    this.#next = phrase;
    if (phrase) this.#said ??= phrase;
    this.#say();
  }

  /** In another document it arrives without its style. */
  #hide(): void {
    if (!this.#root.adoptedStyleSheets.some((sheet) => sheet === this.#hidden)) {
      this.#hidden = adoptStyle(this.#root, HIDDEN);
    }
  }

  #say(): void {
    const phrase = this.#next;
    if (this.#isPausing || !phrase || phrase === this.#said || document.visibilityState === 'hidden') return;
    this.#said = phrase;
    this.#region.textContent = phrase;
    this.#isPausing = true;
    // who reads the page line by line would find the phrase twice
    after(this.#timings.stay, this.#signal, () => {
      this.#region.textContent = '';
    });
    after(this.#timings.pause, this.#signal, () => {
      this.#isPausing = false;
      this.#say();
    });
  }
}
