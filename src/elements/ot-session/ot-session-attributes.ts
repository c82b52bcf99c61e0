import '../unclobber-lit-globals.js';
import {type PropertyDeclarations, ReactiveElement} from 'lit';
import type {GetCredentials} from '../../session/credentials-source.js';
import type {Reconnect} from '../../session/session.js';
import {oneOf, text} from '../attribute-converters.js';
import {ElementUrl} from '../element-url.js';
import {acceptAsInMarkup} from '../properties-as-in-markup.js';
import type {SessionUrls} from './config-from-attributes.js';

const engineName = {fromAttribute: (value: string | null) => (value === null || value === '' ? 'opentok' : value)};

/**
 * The resolved URLs among an element's attributes. Gives this package access to private fields, without a public property.
 */
export let resolvedUrlsOf: (element: OTSessionAttributes) => SessionUrls;

/** The attributes of an ot-session, and their properties. */
export class OTSessionAttributes extends ReactiveElement {
  static override properties: PropertyDeclarations = {
    engine: {converter: engineName},
    apiKey: {attribute: 'api-key', converter: text},
    applicationId: {attribute: 'application-id', converter: text},
    sessionId: {attribute: 'session-id', converter: text},
    token: {converter: text},
    credentials: {converter: oneOf('<ot-session credentials', ['same-origin', 'omit', 'include'])},
    getCredentials: {attribute: false},
    options: {attribute: false},
    roster: {converter: oneOf('<ot-session roster', ['all', 'none'])},
    connectionEventsSuppressed: {attribute: 'connection-events-suppressed', type: Boolean},
    connectOn: {
      attribute: 'connect-on',
      converter: oneOf('<ot-session connect-on', ['load', 'visible', 'idle', 'manual']),
    },
    reconnect: {converter: oneOf('<ot-session reconnect', ['auto', 'never'])},
    lowercaseEvents: {attribute: 'lowercase-events', type: Boolean},
    src: {converter: text},
    service: {converter: text},
  };

  static {
    acceptAsInMarkup(this.prototype, this.properties);
    resolvedUrlsOf = (element) => ({src: element.#src.resolved, service: element.#service.resolved});
  }

  /** The engine that connects: `opentok`, `local`, `xmpp`, or a name passed to `registerEngine()`. */
  engine: 'opentok' | 'local' | 'xmpp' | (string & {}) = 'opentok';

  /** The API key of the OpenTok project: digits. The `local` engine does not need one. */
  apiKey = '';

  /** The id of the Vonage application: a UUID. Not together with `api-key`. */
  applicationId = '';

  /** The id of the session to join. Required, unless the endpoint in `src` returns it. */
  sessionId = '';

  /**
   * The token for the next attempt to join; the `local` engine does not need one. A secret: it is never reflected, and never
   * appears in an event or message.
   */
  token = '';

  /** Whether cookies are sent to `src`, as for `fetch()`. */
  credentials: 'same-origin' | 'omit' | 'include' = 'same-origin';

  /** Returns the credentials for each attempt to join, or a promise of them. Takes precedence over `src`. */
  getCredentials: GetCredentials | undefined;

  /** Further options for the vendor's SDK, passed to its `initSession()` unchanged: `iceConfig`, `sessionMigration`, and so on. */
  options: Readonly<Record<string, unknown>> | undefined;

  /**
   * Whether individual connections are reported: the list of connections. With `none`, only the engine `xmpp` still knows the
   * count.
   */
  roster: 'all' | 'none' = 'all';

  /** The vendor's option for very large sessions: the same as `roster="none"`. */
  connectionEventsSuppressed = false;

  /**
   * When to join: as soon as the element is in the document, when the element scrolls into view, when the page has loaded
   * and is idle, or only on `connect()`.
   */
  connectOn: 'load' | 'visible' | 'idle' | 'manual' = 'load';

  /** Whether to join again after a connection was lost, or after a failure that may be temporary. */
  reconnect: Reconnect = 'auto';

  /**
   * Also dispatches each of the vendor's events under its lowercase name, because HTML lowercases attribute names:
   * `hx-on:connectionCreated` and `@connectionCreated` listen for `connectioncreated`.
   */
  lowercaseEvents = false;

  readonly #src = new ElementUrl(this);
  readonly #service = new ElementUrl(this);

  constructor() {
    super();
    this.addController(this.#src);
    this.addController(this.#service);
  }

  /**
   * The URL of an endpoint that returns credentials as JSON, fetched on each attempt to join. Resolved once, when it is set
   * in a document.
   */
  get src(): string {
    return this.#src.text;
  }

  set src(text: string) {
    this.#src.text = text;
    // the same text may resolve to another URL now
    this.requestUpdate();
  }

  /**
   * The URL of the server, for the engine `xmpp`: `wss:` or, for BOSH, `https:`. Resolved once, when it is set in a document.
   */
  get service(): string {
    return this.#service.text;
  }

  set service(text: string) {
    this.#service.text = text;
    this.requestUpdate();
  }
}
