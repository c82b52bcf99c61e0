import type {ReactiveController} from 'lit';
import {loadFailureMessage} from '../../values/session-error.js';
import type {CountContext, OptionalCountFeatures} from './optional-count-features.js';
import type {OTConnectionCountElement} from './ot-connection-count-element.js';
import {mayBeUnclosed} from './unclosed-element.js';

/** Loads the `OptionalCountFeatures` of its host once an attribute, or a likely mistake in the markup, needs them. */
export class OptionalFeaturesController implements ReactiveController {
  /** Undefined until loaded. */
  features: OptionalCountFeatures | undefined;
  readonly #host: OTConnectionCountElement;
  readonly #context: CountContext;
  #stop: AbortController | undefined;

  constructor(host: OTConnectionCountElement, context: CountContext) {
    this.#host = host;
    this.#context = context;
    host.addController(this);
  }

  hostUpdated(): void {
    if (!this.#stop && this.#host.isConnected && this.#areNeeded) this.#load();
  }

  /** Whether these features, rather than the session itself, provide the number. */
  get provideCount(): boolean {
    return this.#host.src !== '' || this.#host.count !== 'connections';
  }

  /** Ends everything that the features have started. */
  unload(): void {
    this.#stop?.abort();
    this.features = this.#stop = undefined;
  }

  get #areNeeded(): boolean {
    const {htmlFor, announce} = this.#host;
    const lacksSession = htmlFor !== '' && !this.#context.session();
    return this.provideCount || announce || lacksSession || !this.#context.language() || mayBeUnclosed(this.#host);
  }

  #load(): void {
    const {signal} = (this.#stop = new AbortController());
    const load = () => {
      import('./optional-count-features.js').then(
        ({OptionalCountFeatures}) => {
          if (signal.aborted) return;
          this.features = new OptionalCountFeatures(this.#host, this.#context, signal);
          this.#host.requestUpdate();
        },
        () => {
          if (signal.aborted) return;
          // without the error, which may contain the URL of the page with a password in it
          console.error(loadFailureMessage('<ot-connection-count>'));
          addEventListener('online', load, {once: true, signal});
        },
      );
    };
    load();
  }
}
