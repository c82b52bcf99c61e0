import type {ReactiveController} from 'lit';
import {Announcer} from './announcer.js';
import type {CountContext} from './optional-count-features.js';
import type {OTConnectionCountElement} from './ot-connection-count-element.js';

/** Announces what its host shows, while the host has `announce`. */
export class AnnouncerController implements ReactiveController {
  readonly #host: OTConnectionCountElement;
  readonly #context: CountContext;
  #announcer: Announcer | undefined;
  #stop: AbortController | undefined;

  constructor(host: OTConnectionCountElement, context: CountContext, signal: AbortSignal) {
    this.#host = host;
    this.#context = context;
    signal.addEventListener('abort', () => this.#stop?.abort());
  }

  hostUpdate(): void {
    const {announce, renderRoot} = this.#host;
    if (announce === !!this.#announcer) return;
    this.#stop?.abort();
    this.#stop = new AbortController();
    this.#announcer = announce ? new Announcer(renderRoot as ShadowRoot, this.#stop.signal) : undefined;
  }

  hostUpdated(): void {
    const phrase = this.#context.phrase();
    if (phrase) this.#announcer?.showsNumber(phrase, this.#context.language());
    else this.#announcer?.showsFallback(visibleText(this.#host));
  }
}

/** An element's text as it is rendered. */
function visibleText(element: HTMLElement): string {
  // undefined in jsdom, which renders nothing
  const {innerText, textContent} = element as {innerText?: string; textContent: string};
  return (innerText ?? textContent).trim();
}
