import type {ReactiveElement} from 'lit';
import {unclobbered} from '../../dom/unclobbered.js';
import {PhraseNodes} from './phrase-nodes.js';

/** Renders a count into its shadow root: the phrase, or a slot for the element's own content. */
export class CountView {
  readonly #host: ReactiveElement;
  #phraseNodes: PhraseNodes | undefined;
  #fallback: HTMLSlotElement | undefined;
  #content: HTMLElement | undefined;

  constructor(host: ReactiveElement) {
    this.#host = host;
  }

  /**
   * @param stale the text that follows the phrase; '' for none
   * @param lang a language tag; '' if unknown
   */
  showPhrase(phrase: string, stale: string, lang: string, dir: string): void {
    this.#phraseNodes ??= new PhraseNodes();
    this.#phraseNodes.show(phrase, stale, lang, dir);
    this.#show(this.#phraseNodes.element);
  }

  showFallback(): void {
    this.#show((this.#fallback ??= unclobbered(document).createElement('slot')));
  }

  #show(content: HTMLElement): void {
    if (content === this.#content) return;
    if (this.#content) this.#content.replaceWith(content);
    else this.#host.renderRoot.prepend(content);
    this.#content = content;
  }
}
