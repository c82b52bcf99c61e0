import type {PropertyDeclarations} from 'lit';
import type {Capabilities} from '../../engines/engine.js';
import type {AdoptableSession} from '../../session/adopted-session.js';
import type {Connection} from '../../values/connection.js';
import {SessionError} from '../../values/session-error.js';
import {type SessionState, cannotForceDisconnect} from '../../session/session-lifecycle.js';
import type {Session} from '../../session/session.js';
import {markAsHandled} from '../../scheduling/mark-as-handled.js';
import {unclobbered} from '../../dom/unclobbered.js';
import {adoptStyle} from '../adopt-style.js';
import {customStates, toggleState} from '../custom-states.js';
import {defineElement} from '../define-element.js';
import {respondToRequests, sessions, sessionsChanged} from '../session-registry.js';
import type {TypedListeners} from '../typed-listeners.js';
import {listenForCommands} from './commands.js';
import {ConnectController} from './connect-controller.js';
import {DocumentController} from './document-controller.js';
import {OTSessionAttributes, resolvedUrlsOf} from './ot-session-attributes.js';
import type {OTSessionElementEventMap} from './ot-session-events.js';
import {
  configFromAttributes,
  credentialsKey,
  optionsFromAttributes,
  settingsFromAttributes,
} from './config-from-attributes.js';
import {SessionRedispatcher} from './session-redispatcher.js';
import {SessionHolder} from './session-holder.js';
import {STYLE} from './ot-session-style.js';

// the types of the properties, methods, and events, for those who import only this module
export type {Capabilities} from '../../engines/engine.js';
export type {AdoptableSession} from '../../session/adopted-session.js';
export type {GetCredentials} from '../../session/credentials-source.js';
export type {
  ConnectionEvent,
  SessionConnectEvent,
  SessionDisconnectEvent,
  SessionErrorEvent,
  SessionEvent,
} from '../../session/session-events.js';
export type {Session} from '../../session/session.js';
export type {Connection} from '../../values/connection.js';
export type {SessionError} from '../../values/session-error.js';
export type {OTSessionElementEventMap} from './ot-session-events.js';

const STATES = ['connecting', 'connected', 'reconnecting'] as const;

/**
 * A live session: joins it, and fires events as people join and leave.
 *
 * No script is required. The element has no appearance of its own: its content is laid out as if the element were not there.
 * It joins when it is inserted into the document, and leaves when it is removed; moving it does neither.
 *
 * ```html
 * <ot-session engine="local" session-id="lobby">
 *   <ot-connection-count lang="en" text-one="{count} person is here" text-other="{count} people are here">Live now</ot-connection-count>
 * </ot-session>
 * ```
 *
 * @since 0.1.0
 *
 * @slot - Any content. An ot-connection-count in it shows the count of this session.
 *
 * @cssState connecting - The element is joining the session, or is waiting to try again.
 * @cssState connected - The element is in the session.
 * @cssState reconnecting - The connection was interrupted and is being resumed; the count may be out of date.
 * @cssState error - The last attempt to join failed; see `error`.
 *
 * @fires {CustomEvent<ConnectionEvent>} connectionCreated - A client connected, or was connected before this element joined; includes the element's own connection. Default action: the connection is counted. Cancelable, bubbles, composed.
 * @fires {CustomEvent<ConnectionEvent>} connectionDestroyed - A client disconnected; `detail.reason` says why. Default action: the connection is no longer counted. Cancelable, bubbles, composed.
 * @fires {CustomEvent<SessionConnectEvent>} sessionConnected - The session is connected; `connectionCreated` follows for each connection. Bubbles, composed.
 * @fires {CustomEvent<SessionDisconnectEvent>} sessionDisconnected - The client left or was removed, or the connection was lost; `detail.reason` says which. Default action, if the connection was lost and `reconnect` is `auto`: connect again; cancelable only then. Bubbles, composed.
 * @fires {CustomEvent<SessionEvent>} sessionReconnecting - The connection was interrupted and is being resumed. Bubbles, composed.
 * @fires {CustomEvent<SessionEvent>} sessionReconnected - The connection was resumed. Bubbles, composed.
 * @fires {CustomEvent<SessionEvent>} connectioncountchange - `connectionCount` changed; fired once for changes that happen together. Does not bubble.
 * @fires {CustomEvent<SessionErrorEvent>} error - An attempt to join failed; `detail.error` says why. Default action: the error is logged to the console. Cancelable, does not bubble.
 */
export class OTSessionElement extends OTSessionAttributes {
  static override properties: PropertyDeclarations = {
    session: {attribute: false, noAccessor: true},
  };

  readonly #states = customStates(this);
  #style: CSSStyleSheet | undefined;
  readonly #redispatcher = new SessionRedispatcher(this);
  readonly #holder = new SessionHolder((event) => {
    if (event.type === 'stateChange') this.#showState();
    else this.#redispatcher.redispatch(event, this.#holder.session);
  });
  readonly #documentController = new DocumentController(this, {
    entered: (isNew) => {
      this.#style = adoptStyle(this.renderRoot as ShadowRoot, STYLE, this.#style);
      if (isNew) this.#connectController.schedule();
      sessions.add(this);
      sessionsChanged();
      this.#holder.watch();
      this.#showState();
      // the count of the page's own session may have changed in the meantime
      if (this.#holder.pageSession) this.#redispatcher.countChanged(this.#holder.session);
      this.#connectController.moved();
    },
    left: () => {
      sessions.delete(this);
      sessionsChanged();
      this.#connectController.settle();
      this.#holder.leave();
    },
  });
  readonly #connectController = new ConnectController(this, {
    updateSession: () => this.#updateSession(),
    credentials: () => credentialsKey(this, resolvedUrlsOf(this)),
  });
  /** Whether Lit has applied the properties that script set before the element was defined. */
  #hasCaughtUp = false;

  constructor() {
    super();
    listenForCommands(this);
    respondToRequests(this);
    // a slot between this element and a count may have been assigned other nodes
    this.addEventListener('slotchange', sessionsChanged);
  }

  /** Registers the element under a tag name. A class can have only one. */
  static define(tag: string = 'ot-session', registry: CustomElementRegistry = customElements): void {
    defineElement(tag, this, registry);
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'id'];
  }

  /**
   * The session. By default, the element creates it from its attributes, and connects it; null until the element has been in
   * a document. The element reflects a session that you set, this package's or the vendor's, but does not connect or
   * disconnect it: use `connect-on="manual"`. Set null for no session, or undefined to use the attributes again.
   *
   * @throws {TypeError} if it is set to anything else
   */
  get session(): Session | AdoptableSession | null {
    // available before the first update
    if (!this.#holder.session) this.#updateSession();
    return this.#holder.pageSession ?? this.#holder.session;
  }

  set session(session: Session | AdoptableSession | null | undefined) {
    if (session === this.#holder.pageSession) return;
    if (session !== undefined && session !== null && typeof session.on !== 'function') {
      throw new TypeError('<ot-session>.session takes a Session of this package or of the vendor SDK.');
    }
    const before = this.#holder.session;
    this.#holder.setPageSession(session, optionsFromAttributes(this));
    if (this.#documentController.isInDocument) this.#holder.watch();
    this.#showState();
    if (session === undefined) this.#connectController.schedule();
    else this.#connectController.settle();
    this.#redispatcher.countChanged(this.#holder.session ?? before);
    // the connections may be others, even if their number is the same
    sessionsChanged();
    this.requestUpdate();
  }

  /** The state of the session; `disconnected` without one. */
  get state(): SessionState {
    return this.#holder.current.state;
  }

  /** Why the last attempt to join failed; null if it has not failed. */
  get error(): SessionError | null {
    return this.#holder.current.error;
  }

  /** This client's connection; null when not connected. */
  get connection(): Connection | null {
    return this.#holder.current.connection;
  }

  /** All connections in the session, by id. Live and read-only. */
  get connections(): ReadonlyMap<string, Connection> {
    return this.#holder.current.connections;
  }

  /**
   * The connections that are counted, by id. Live and read-only. Differs from `connections` only if a listener prevents a
   * default action.
   */
  get countedConnections(): ReadonlyMap<string, Connection> {
    return this.#holder.current.countedConnections;
  }

  /** The number of connections that are counted; NaN when unknown. */
  get connectionCount(): number {
    return this.#holder.current.connectionCount;
  }

  /** What the token's role allows: `{forceDisconnect: 1}` for a moderator, otherwise `{forceDisconnect: 0}`. */
  get capabilities(): Capabilities {
    return this.#holder.current.capabilities;
  }

  /**
   * Joins the session, whatever `connect-on` says.
   *
   * @param token the token to join with; the current one by default
   * @returns {Promise<void>} resolves after everyone's `connectionCreated`; rejects with a `SessionError`
   */
  connect(token?: string): Promise<void> {
    this.#connectController.settle();
    // before the token is set, since script may have set one earlier
    this.#catchUp();
    this.token = token ?? this.token;
    const session = this.#updateSession();
    if (session) return this.#connectController.connect(session, token);
    const why =
      this.#holder.pageSession === undefined
        ? 'the element is not in a document that has a window'
        : 'the page has set the session, and connects it';
    return markAsHandled(Promise.reject(new SessionError('not-configured', `<ot-session>.connect(): ${why}.`)));
  }

  /**
   * Leaves the session, or stops joining it, and stays disconnected until `connect()` is called, the configuration changes,
   * or the element is inserted again. Does not disconnect a session that you have set.
   */
  async disconnect(): Promise<void> {
    // applies attributes that were set in the same task, too
    this.#updateSession();
    this.#connectController.settle();
    if (this.#holder.pageSession === undefined) await this.#holder.session?.disconnect();
  }

  /**
   * Removes a connection from the session. Requires a token with the moderator role.
   *
   * @param target a connection or its id
   * @returns {Promise<void>} rejects with a `SessionError`: `not-connected`, `permission-denied`, `unknown-connection`, or,
   *   without an answer, `timed-out`
   */
  forceDisconnect(target: Connection | string): Promise<void> {
    return this.#holder.session?.forceDisconnect(target) ?? markAsHandled(Promise.reject(cannotForceDisconnect()));
  }

  /** Called by `moveBefore()`, in place of disconnectedCallback and connectedCallback. */
  connectedMoveCallback(): void {
    sessionsChanged();
    this.#connectController.moved();
  }

  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    super.attributeChangedCallback(name, before, value);
    if (name === 'id') sessionsChanged();
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    root.append(unclobbered(document).createElement('slot'));
    return root;
  }

  // not `hasUpdated`: the first update itself reads `session`
  protected override performUpdate(): void {
    this.#hasCaughtUp = true;
    super.performUpdate();
  }

  /** Applies the properties that script set before the element was defined; Lit does so on the first update. */
  #catchUp(): void {
    if (this.#documentController.isInDocument && !this.#hasCaughtUp) this.performUpdate();
  }

  /**
   * Makes the element's own session the one that its attributes describe, and ends the previous one, whose listeners may call
   * into this element.
   *
   * @returns undefined if the session is not the element's own to connect
   */
  #updateSession(): Session | undefined {
    this.#catchUp();
    if (!this.#documentController.isInDocument || this.#holder.pageSession !== undefined) return undefined;
    const before = this.#holder.session?.state;
    const urls = resolvedUrlsOf(this);
    const retire = this.#holder.update(configFromAttributes(this, urls), settingsFromAttributes(this, urls));
    if (retire && before) {
      this.#connectController.reconfigured(before !== 'disconnected');
      // last, since a listener may call connect() or disconnect()
      retire();
    }
    return this.#holder.own;
  }

  #showState(): void {
    for (const state of STATES) toggleState(this.#states, state, this.state === state);
    toggleState(this.#states, 'error', this.error !== null);
  }
}

export interface OTSessionElement {
  addEventListener: TypedListeners<OTSessionElement, OTSessionElementEventMap, AddEventListenerOptions>;
  removeEventListener: TypedListeners<OTSessionElement, OTSessionElementEventMap, EventListenerOptions>;
}
