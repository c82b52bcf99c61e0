import type {ReactiveController} from 'lit';
import {type ResolvedUrl, srcAttribute} from '../../values/resolved-url.js';
import type {CountContext} from './optional-count-features.js';
import {followCount} from './count-endpoint.js';
import type {OTConnectionCountElement} from './ot-connection-count-element.js';

/** Follows the number of the endpoint at the host's `src`. */
export class EndpointController implements ReactiveController {
  /** The last number; NaN if unknown. */
  count = NaN;
  /** Whether that number may be out of date. */
  isStale = false;
  readonly #host: OTConnectionCountElement;
  readonly #context: CountContext;
  #endpoint: (ResolvedUrl & {refresh: number}) | undefined;
  #stop: AbortController | undefined;

  constructor(host: OTConnectionCountElement, context: CountContext, signal: AbortSignal) {
    this.#host = host;
    this.#context = context;
    signal.addEventListener('abort', () => this.#stop?.abort());
  }

  hostUpdate(): void {
    const src = this.#context.src();
    const {refresh} = this.#host;
    const before = this.#endpoint;
    const isSame = src?.url?.href === before?.url?.href && src?.problem === before?.problem;
    if (isSame && refresh === before?.refresh) return;
    this.#endpoint = src && {...src, refresh};
    this.#stop?.abort();
    if (!isSame) {
      this.count = NaN;
      this.isStale = false;
    }
    if (!src) return;
    if (src.problem !== undefined) {
      console.warn(`<ot-connection-count ${srcAttribute(src.url)}> ${src.problem}.`);
      return;
    }
    this.#stop = new AbortController();
    const handleCount = (count: number, isStale: boolean) => {
      this.count = count;
      this.isStale = isStale;
      this.#context.countChanged();
    };
    followCount(src.url, refresh * 1000, handleCount, this.#stop.signal);
  }
}
