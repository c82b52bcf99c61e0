import {unclobbered} from '../../dom/unclobbered.js';

/**
 * The nodes that show a phrase. They isolate it from the direction of the text around it, and stay the same as long as they
 * can: what the user selects in a text is selected only until its node is replaced.
 */
export class CountPhrase {
  readonly element = unclobbered(document).createElement('bdi');
  #stale: HTMLElement | undefined;

  constructor() {
    this.element.setAttribute('part', 'count');
  }

  /**
   * @param stale follows the phrase; '' for nothing
   * @param lang a language tag; '' when unknown
   */
  show(phrase: string, stale: string, lang: string, dir: string): void {
    setText(this.element, phrase);
    if (lang) this.element.lang = lang;
    else this.element.removeAttribute('lang');
    this.element.dir = dir;
    if (!stale) {
      this.#stale?.remove();
      return;
    }
    if (!this.#stale) {
      this.#stale = unclobbered(document).createElement('span');
      this.#stale.setAttribute('part', 'stale');
    }
    setText(this.#stale, ` ${stale}`);
    this.element.append(this.#stale);
  }
}

/** Sets the text that an element begins with, in the node that there is. */
function setText(element: Element, data: string): void {
  if (!element.firstChild) element.append('');
  const text = element.firstChild as Text;
  if (text.data !== data) text.data = data;
}
