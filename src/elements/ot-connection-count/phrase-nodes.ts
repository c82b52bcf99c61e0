import {unclobbered} from '../../dom/unclobbered.js';

/**
 * The nodes that a shadow root contains to show a phrase: `<bdi part="count">`, and in it `<span part="stale">`. They are
 * reused, since a user's selection is lost when its node is replaced.
 */
export class PhraseNodes {
  readonly element = unclobbered(document).createElement('bdi');
  #stale: HTMLElement | undefined;

  constructor() {
    this.element.setAttribute('part', 'count');
  }

  /**
   * @param stale the text that follows the phrase; '' for none
   * @param lang a language tag; '' if unknown
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

/** Sets the text at the beginning of an element, in the existing node. */
function setText(element: Element, data: string): void {
  if (!element.firstChild) element.append('');
  const text = element.firstChild as Text;
  if (text.data !== data) text.data = data;
}
