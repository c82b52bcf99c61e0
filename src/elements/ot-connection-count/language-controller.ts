import type {ReactiveController, ReactiveElement} from 'lit';
import {nearestLanguage, watchLanguage} from './nearest-language.js';
import {languageTag} from './language-tag.js';

/** Updates its host when the language or direction of the host's text changes. */
export class LanguageController implements ReactiveController {
  readonly #host: ReactiveElement;
  #stop: AbortController | undefined;

  constructor(host: ReactiveElement) {
    this.#host = host;
    host.addController(this);
  }

  /** The language of the text that the author wrote in the host, as a language tag; '' if unknown. */
  get language(): string {
    return languageTag(nearestLanguage(this.#host));
  }

  hostConnected(): void {
    this.#stop?.abort();
    this.#stop = new AbortController();
    const update = () => {
      this.#host.requestUpdate();
    };
    watchLanguage(this.#host, update, this.#stop.signal);
    update();
  }

  hostDisconnected(): void {
    this.#stop?.abort();
  }
}
