import {createElement} from './document-methods.js';

/**
 * The nodes that show a phrase. They isolate it from the direction of the text around it, and stay the same as long as they
 * can: what the user selects in a text is selected only until its node is replaced.
 */
export class CountPhrase {
  readonly element = createElement('bdi');
  readonly #text = new Text();
  #stale: HTMLSpanElement | undefined;

  constructor() {
    this.element.part.add('count');
    this.element.append(this.#text);
  }

  /**
   * @param stale follows the phrase; '' for nothing
   * @param lang a language tag; '' when unknown
   */
  show(phrase: string, stale: string, lang: string, dir: string): void {
    setText(this.#text, phrase);
    if (lang) this.element.lang = lang;
    else this.element.removeAttribute('lang');
    this.element.dir = dir;
    if (!stale) {
      this.#stale?.remove();
      return;
    }
    if (!this.#stale) {
      this.#stale = createElement('span');
      this.#stale.part.add('stale');
      this.#stale.append(new Text());
    }
    setText(this.#stale.firstChild as Text, ` ${stale}`);
    this.element.append(this.#stale);
  }
}

function setText(node: Text, data: string): void {
  if (node.data !== data) node.data = data;
}
