import {loadFailureMessage} from '../../values/session-error.js';
import type {CountContext, CountExtras} from './count-extras.js';
import type {OTConnectionCountElement} from './ot-connection-count-element.js';
import {mayBeUnclosed} from './unclosed-element.js';

/** Loads what only some counts need, once an attribute, or a likely mistake in the markup, needs it. */
export class ExtrasController {
  /** Undefined until loaded. */
  extras: CountExtras | undefined;
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

  /** Whether the extras, rather than the session itself, provide the number. */
  get provideCount(): boolean {
    return this.#host.src !== '' || this.#host.count !== 'connections';
  }

  /** Ends everything that the extras do. */
  unload(): void {
    this.#stop?.abort();
    this.extras = this.#stop = undefined;
  }

  get #areNeeded(): boolean {
    const {htmlFor, announce} = this.#host;
    const lacksSession = htmlFor !== '' && !this.#context.session();
    return this.provideCount || announce || lacksSession || !this.#context.language() || mayBeUnclosed(this.#host);
  }

  #load(): void {
    const {signal} = (this.#stop = new AbortController());
    const load = () => {
      import('./count-extras.js').then(
        ({CountExtras}) => {
          if (signal.aborted) return;
          this.extras = new CountExtras(this.#host, this.#context, signal);
          this.#host.requestUpdate();
        },
        () => {
          if (signal.aborted) return;
          // without the error, which may contain the URL of the page with a password in it
          console.error(loadFailureMessage('ot-connection-count'));
          addEventListener('online', load, {once: true, signal});
        },
      );
    };
    load();
  }
}
