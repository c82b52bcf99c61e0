import type {SessionState} from '../../session/session-lifecycle.js';
import type {ResolvedUrl} from '../../values/resolved-url.js';
import type {OTSessionElement} from '../ot-session/ot-session-element.js';
import {AnnouncerController} from './announcer-controller.js';
import {PeopleTally} from './count-people.js';
import {EndpointController} from './endpoint-controller.js';
import {MarkupWarnings} from './markup-warnings.js';
import type {OTConnectionCountElement} from './ot-connection-count-element.js';

/** After these events, other connections may be counted, even if their number is the same. */
const SESSION_EVENTS = [
  'connectionCreated',
  'connectionDestroyed',
  'sessionConnected',
  'sessionDisconnected',
  'sessionReconnecting',
  'sessionReconnected',
  'connectioncountchange',
  'error',
] as const;

/** What the optional features use of their host that is not public. */
export interface CountContext {
  readonly session: () => OTSessionElement | null;
  /** The endpoint; undefined if there is none. */
  readonly src: () => ResolvedUrl | undefined;
  /** A language tag; '' if the phrases have no `lang` that the browser supports. */
  readonly language: () => string;
  /** The text that is shown with a number; '' while the element's own content is shown. */
  readonly phrase: () => string;
  /** Call this when the number may have changed, or whether it is up to date. */
  readonly countChanged: () => void;
}

/**
 * The features of an ot-connection-count that only some pages use: `count` of others or people, `src`, `announce`, and warnings
 * about mistakes in the markup. Loaded on demand. Provides `connectionCount` and `state`, as a session does. Its
 * controllers end with the signal rather than when the host is disconnected, which may be only a move.
 */
export class OptionalCountFeatures {
  readonly #host: OTConnectionCountElement;
  readonly #context: CountContext;
  readonly #people: PeopleTally;
  readonly #endpoint: EndpointController;
  #stopListening: AbortController | undefined;

  constructor(host: OTConnectionCountElement, context: CountContext, signal: AbortSignal) {
    this.#host = host;
    this.#context = context;
    this.#people = new PeopleTally(context.countChanged, signal);
    this.#endpoint = new EndpointController(host, context, signal);
    const controllers = [
      this.#endpoint,
      new AnnouncerController(host, context, signal),
      new MarkupWarnings(host, context, signal),
    ];
    for (const controller of controllers) host.addController(controller);
    this.sessionChanged();
    signal.addEventListener('abort', () => {
      for (const controller of controllers) host.removeController(controller);
      this.#stopListening?.abort();
    });
  }

  /** The number that the attributes ask for; NaN if unknown. */
  get connectionCount(): number {
    const {src, count, personKey} = this.#host;
    if (src) return this.#endpoint.count;
    const session = this.#context.session();
    if (!session) return NaN;
    const {connectionCount, countedConnections, connection} = session;
    if (count === 'people') return this.#people.count(connectionCount, countedConnections, personKey);
    // this client's connection may not be counted
    const isOwnCounted = count === 'others' && connection && countedConnections.has(connection.connectionId);
    return connectionCount - Number(isOwnCounted);
  }

  /** Whether the number is up to date, as a session's state. */
  get state(): SessionState {
    if (!this.#host.src) return this.#context.session()?.state ?? 'disconnected';
    return this.#endpoint.isStale ? 'reconnecting' : 'connected';
  }

  /** Call this when another session is counted, or none. */
  sessionChanged(): void {
    this.#stopListening?.abort();
    const {signal} = (this.#stopListening = new AbortController());
    let isPending = false;
    const read = () => {
      if (isPending || this.#host.count === 'connections') return;
      isPending = true;
      // after the event's default action, and what its listeners count
      queueMicrotask(() => {
        isPending = false;
        if (!signal.aborted) this.#context.countChanged();
      });
    };
    for (const type of SESSION_EVENTS) this.#context.session()?.addEventListener(type, read, {capture: true, signal});
  }
}
