import '../lit-globals.js';
import {type PropertyValues, ReactiveElement} from 'lit';
import type {Capabilities} from '../../engines/engine.js';
import type {AdoptableSession} from '../../session/adopted-session.js';
import type {Connection} from '../../values/connection.js';
import {type CredentialsSource, type GetCredentials, fetchCredentials} from '../../session/credentials.js';
import {serviceOf} from '../../values/resolved-url.js';
import {SessionError} from '../../values/session-error.js';
import {
  type ConnectionEvent,
  type SessionConnectEvent,
  type SessionDisconnectEvent,
  type SessionErrorEvent,
  SessionEvent,
} from '../../session/session-events.js';
import {type Reconnect, Session, type SessionState} from '../../session/session.js';
import {runInNextTaskOrOnPagehide} from '../../scheduling/next-task-or-pagehide.js';
import {unclobbered} from '../../dom/unclobbered.js';
import {adoptStyle} from '../adopt-style.js';
import {acceptAsInMarkup, oneOf, text} from '../attribute-converters.js';
import type {ConnectMoment} from './connect-moment.js';
import {customStates, toggle} from '../custom-states.js';
import {defineElement} from '../define.js';
import {ElementUrl} from '../element-url.js';
import {redispatch} from './redispatch.js';
import {answerRequests, sessions, sessionsChanged} from '../session-registry.js';
import {SessionSlot} from './session-slot.js';
import {afterPreview, isPreview} from './turbo-preview.js';

// the types of the element's properties, methods, and events, for those who import this module alone
export type {Capabilities} from '../../engines/engine.js';
export type {AdoptableSession} from '../../session/adopted-session.js';
export type {Connection} from '../../values/connection.js';
export type {GetCredentials} from '../../session/credentials.js';
export type {SessionError} from '../../values/session-error.js';
export type {
  ConnectionEvent,
  SessionConnectEvent,
  SessionDisconnectEvent,
  SessionErrorEvent,
  SessionEvent,
} from '../../session/session-events.js';
export type {Session} from '../../session/session.js';

/** What an element without a session shows. */
const NONE = new Session({engine: '', apiKey: '', applicationId: '', sessionId: '', token: '', service: ''});
const STATES = ['connecting', 'connected', 'reconnecting'] as const;
/** Laid out as if it were not there, except where HTML hides it, or shows it in the top layer: then it has a box. */
const STYLE = `
:host{display:contents}
:host([hidden]){display:none}
:host([hidden=until-found i]){display:block;content-visibility:hidden}
:host([popover]){display:block}
:host([popover]:not(:popover-open)){display:none}
`;

/** The events of an ot-session by name. */
export interface OTSessionElementEventMap extends HTMLElementEventMap {
  connectionCreated: CustomEvent<ConnectionEvent>;
  connectionDestroyed: CustomEvent<ConnectionEvent>;
  sessionConnected: CustomEvent<SessionConnectEvent>;
  sessionDisconnected: CustomEvent<SessionDisconnectEvent>;
  sessionReconnecting: CustomEvent<SessionEvent>;
  sessionReconnected: CustomEvent<SessionEvent>;
  connectioncountchange: CustomEvent<SessionEvent>;
  // HTMLElementEventMap has an ErrorEvent under this name
  error: ErrorEvent & CustomEvent<SessionErrorEvent>;
}

/**
 * A live session: joins it, and fires events as people join and leave.
 *
 * Everything works from attributes alone. The element shows nothing of its own; what is in it is shown as if the element were
 * not there. It joins when it is added to the document and leaves when it is removed; moving it does neither.
 *
 * ```html
 * <ot-session engine="local" session-id="lobby">
 *   <ot-connection-count lang="en" text-one="{count} person is here" text-other="{count} people are here">Live now</ot-connection-count>
 * </ot-session>
 * ```
 *
 * @slot - Anything; an ot-connection-count in it shows this session's count.
 *
 * @cssState connecting - It is joining the session, or waits to try again.
 * @cssState connected - It is in the session.
 * @cssState reconnecting - It is in the session, lost its transport and is resuming by itself; the count may be out of date.
 * @cssState error - The last attempt to join failed; see `error`.
 *
 * @fires {CustomEvent<ConnectionEvent>} connectionCreated - Somebody came, or was there when we came, ourselves included. Default action: the connection is counted. Cancelable, bubbles, composed.
 * @fires {CustomEvent<ConnectionEvent>} connectionDestroyed - Somebody left, for `detail.reason`. Default action: the connection is no longer counted. Cancelable, bubbles, composed.
 * @fires {CustomEvent<SessionConnectEvent>} sessionConnected - We are in the session; `connectionCreated` follows for everyone there. Bubbles, composed.
 * @fires {CustomEvent<SessionDisconnectEvent>} sessionDisconnected - We are out of the session, for `detail.reason`. Default action where we neither left nor were removed: connect again; cancelable only then. Bubbles, composed.
 * @fires {CustomEvent<SessionEvent>} sessionReconnecting - The connection was interrupted and is being resumed. Bubbles, composed.
 * @fires {CustomEvent<SessionEvent>} sessionReconnected - The connection was resumed. Bubbles, composed.
 * @fires {CustomEvent<SessionEvent>} connectioncountchange - `connectionCount` changed, once for all that changed together. Does not bubble.
 * @fires {CustomEvent<SessionErrorEvent>} error - An attempt to join failed; `detail.error` says why. Default action: one line in the console. Cancelable, does not bubble.
 */
export class OTSessionElement extends ReactiveElement {
  static override properties = {
    engine: {converter: {fromAttribute: (value: string | null) => (value === '' ? 'opentok' : (value ?? 'opentok'))}},
    apiKey: {attribute: 'api-key', converter: text},
    applicationId: {attribute: 'application-id', converter: text},
    sessionId: {attribute: 'session-id', converter: text},
    token: {converter: text},
    service: {converter: text},
    roster: {converter: oneOf('<ot-session roster', ['all', 'none'])},
    connectOn: {
      attribute: 'connect-on',
      converter: oneOf('<ot-session connect-on', ['load', 'visible', 'idle', 'manual']),
    },
    reconnect: {converter: oneOf('<ot-session reconnect', ['auto', 'never'])},
    src: {converter: text},
    credentials: {converter: oneOf('<ot-session credentials', ['same-origin', 'omit', 'include'])},
    connectionEventsSuppressed: {attribute: 'connection-events-suppressed', type: Boolean},
    lowercaseEvents: {attribute: 'lowercase-events', type: Boolean},
    getCredentials: {attribute: false},
    options: {attribute: false},
    session: {attribute: false, noAccessor: true},
  };

  static {
    acceptAsInMarkup(this.prototype, this.properties);
  }

  /** The engine that connects: one of the package's, or the name given to `registerEngine()`. */
  declare engine: 'opentok' | 'local' | 'xmpp' | (string & {});
  /** The OpenTok project's API key: digits. */
  declare apiKey: string;
  /** The Vonage application's id: a UUID. */
  declare applicationId: string;
  /** The id of the session to join. */
  declare sessionId: string;
  /** Whether cookies go along to `src`: as in fetch(). */
  declare credentials: 'same-origin' | 'omit' | 'include';
  /** Returns the credentials for each attempt to join, or a promise of them; takes precedence over `src`. */
  declare getCredentials: GetCredentials | undefined;
  /** What the engine's own SDK takes besides: the vendor's `initSession()` options, passed on as they are. */
  declare options: Readonly<Record<string, unknown>> | undefined;
  /** Whether connections are announced. With `none`, none are; the count is known where a server provides it. */
  declare roster: 'all' | 'none';
  /** The vendor's option for very large sessions: the same as `roster="none"`. */
  declare connectionEventsSuppressed: boolean;
  /** The token of the next attempt to join. A secret: never reflected, nor in any event or message. */
  declare token: string;
  /**
   * When to join: as soon as the element is in the document, only on `connect()`, when the element comes into view, or when
   * the page is loaded and idle.
   */
  declare connectOn: 'load' | 'visible' | 'idle' | 'manual';
  /**
   * Dispatches each event a second time, under its name in small letters, for listeners that are attributes:
   * `hx-on:connectionCreated` and `@connectionCreated` listen to `connectioncreated`, as attributes' names are.
   */
  declare lowercaseEvents: boolean;
  /** Whether to join again after a loss, or after a failure that may pass. */
  declare reconnect: Reconnect;

  readonly #states = customStates(this);
  #style: CSSStyleSheet | undefined;
  readonly #src = new ElementUrl(this);
  readonly #service = new ElementUrl(this);
  readonly #slot = new SessionSlot((event) => {
    if (event.type === 'stateChange') this.#showState();
    else if (event.type === 'connectionCountChange') this.#handleCountChange(event);
    else redispatch(this, event, this.lowercaseEvents);
  });
  #hasCaughtUp = false;
  /** The count of the last `connectioncountchange`. */
  #dispatchedCount = NaN;
  #countEvent: SessionEvent | undefined;
  /** The credentials of the last attempt: other ones are worth another attempt. */
  #triedCredentials: unknown;
  /** It was added, or got another configuration: what `connect-on` says is due. */
  #fresh = false;
  /** It was in a session when it got another configuration: joining the other one is due. */
  #rejoin = false;
  /** Ends the waiting for the moment that `connect-on` names. */
  #waiting: AbortController | undefined;
  /** Ends when the element is in another document, in none, or back in one. */
  #inDocument: AbortController | undefined;

  constructor() {
    super();
    this.addController(this.#src);
    this.addController(this.#service);
    this.engine = 'opentok';
    this.apiKey = '';
    this.applicationId = '';
    this.sessionId = '';
    this.token = '';
    this.service = '';
    this.roster = 'all';
    this.src = '';
    this.credentials = 'same-origin';
    this.connectionEventsSuppressed = false;
    this.lowercaseEvents = false;
    this.connectOn = 'load';
    this.reconnect = 'auto';
    this.addEventListener('command', this.#handleCommand);
    answerRequests(this);
    // a slot between us and a count got other nodes
    this.addEventListener('slotchange', sessionsChanged);
  }

  /** Registers the element, under this name. */
  static define(tag: string = 'ot-session', registry: CustomElementRegistry = customElements): void {
    defineElement(tag, this, registry);
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'id'];
  }

  /**
   * The URL of an endpoint that answers with credentials as JSON; requested again for every attempt to join. It is resolved
   * once, when it is set in a document.
   */
  get src(): string {
    return this.#src.text;
  }

  set src(text: string) {
    this.#src.text = text;
    // the same text may be another URL now
    this.requestUpdate();
  }

  /**
   * The URL of the server, for the engine `xmpp`: `wss://…`, or `https://…` for BOSH. It is resolved once, when it is set in
   * a document.
   */
  get service(): string {
    return this.#service.text;
  }

  set service(text: string) {
    this.#service.text = text;
    this.requestUpdate();
  }

  /**
   * The session. Until script sets it, the one that the attributes describe, made and joined by the element; null when the
   * element was never in a document. What script sets, ours or the vendor's own, is the page's: the element reports it,
   * and never connects or disconnects it; null is no session at all, undefined the one of the attributes again. Use it with
   * `connect-on="manual"`.
   */
  get session(): Session | AdoptableSession | null {
    // there is one from the start, which is not joined yet
    if (!this.#slot.session && this.#isLive) this.#prepare();
    return this.#slot.given ?? this.#slot.session;
  }

  set session(session: Session | AdoptableSession | null | undefined) {
    if (session === this.#slot.given) return;
    if (session !== undefined && session !== null && typeof session.on !== 'function') {
      throw new TypeError('<ot-session>.session takes a Session of this package or of the vendor’s SDK.');
    }
    const before = this.#slot.session;
    this.#slot.give(session, this.#sessionOptions);
    if (this.#isLive) this.#slot.watch();
    this.#showState();
    this.#decided();
    this.#fresh = session === undefined;
    this.#dispatchCountIfChanged(this.#slot.session ?? before);
    // the number may be the same, and others or people another one
    sessionsChanged();
    this.requestUpdate();
  }

  /** Where the session stands. */
  get state(): SessionState {
    return this.#shown.state;
  }

  /** Why the last attempt to join failed; null when it did not. */
  get error(): SessionError | null {
    return this.#shown.error;
  }

  /** Our own connection; null when not connected. */
  get connection(): Connection | null {
    return this.#shown.connection;
  }

  /** Everyone who is in the session, by connection id; live, read-only. */
  get connections(): ReadonlyMap<string, Connection> {
    return this.#shown.connections;
  }

  /** Those of them who are counted; live, read-only. */
  get countedConnections(): ReadonlyMap<string, Connection> {
    return this.#shown.countedConnections;
  }

  /** How many are counted; NaN when that is unknown. */
  get connectionCount(): number {
    return this.#shown.connectionCount;
  }

  /** What our role in the session allows. */
  get capabilities(): Capabilities {
    return this.#shown.capabilities;
  }

  /**
   * Joins the session, whatever `connect-on` says.
   *
   * @param token the token to join with; without it, the one there is
   * @returns {Promise<void>} settled as `Session.connect()`; rejected with a `SessionError`
   */
  connect(token?: string): Promise<void> {
    this.#decided();
    // before the token, which may have been set before
    this.#catchUp();
    this.token = token ?? this.token;
    const isOurs = this.#slot.given === undefined;
    if (isOurs && this.#isLive) {
      this.#prepare();
      return this.#connect(token);
    }
    const why = isOurs
      ? 'the element is in no document of a window'
      : 'the session is the page’s own, for the page to connect';
    const refused = Promise.reject(new SessionError('not-configured', `Cannot connect: ${why}.`));
    // as everywhere here: a promise that nobody looks at is no `unhandledrejection`
    refused.catch(() => undefined);
    return refused;
  }

  /**
   * Leaves the session, and stays out of it until `connect()`, another configuration, or the element is added anew. A
   * session that script set is the page's to leave.
   */
  async disconnect(): Promise<void> {
    // what was configured in the same task is left, too
    if (this.#isLive) this.#prepare();
    this.#decided();
    if (this.#slot.given === undefined) await this.#shown.disconnect();
  }

  /**
   * Removes somebody from the session; needs the role moderator.
   *
   * @param target a connection or its id
   * @returns {Promise<void>} rejected with a `SessionError`, as `Session.forceDisconnect()`: `not-connected`,
   *   `permission-denied`, `unknown-connection`, `timed-out` …
   */
  forceDisconnect(target: Connection | string): Promise<void> {
    return this.#shown.forceDisconnect(target);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const view = this.#view;
    if (!view) {
      this.#leave();
      return;
    }
    this.#style = adoptStyle(this.renderRoot as ShadowRoot, STYLE, this.#style);
    this.#inDocument?.abort();
    const {signal} = (this.#inDocument = new AbortController());
    if (view !== window) {
      // a frame whose document the element was moved to: when the frame goes, nothing calls disconnectedCallback
      const leave = ({persisted}: PageTransitionEvent) => {
        if (!persisted) this.#leave();
      };
      view.addEventListener('pagehide', leave, {signal});
    }
    // otherwise it was only moved
    if (!sessions.has(this)) this.#fresh = true;
    sessions.add(this);
    sessionsChanged();
    this.#slot.watch();
    this.#showState();
    // the count of the page's own session may have changed while the element was away
    if (this.#slot.given) this.#dispatchCountIfChanged(this.#slot.session);
    this.#waitAnew();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#inDocument?.abort();
    if (!sessions.has(this)) return;
    const {signal} = (this.#inDocument = new AbortController());
    const leave = () => {
      if (!signal.aborted) this.#leave();
    };
    // tools that replace a page's content take an element out for several microtasks, and put it back
    runInNextTaskOrOnPagehide(() => {
      if (!isPreview(this.ownerDocument)) leave();
      else if (!signal.aborted) {
        // the page that the preview stands for may have an equal element
        afterPreview(this.ownerDocument, signal, () => {
          runInNextTaskOrOnPagehide(leave);
        });
      }
    });
  }

  /** Called by `moveBefore()` in place of the two callbacks above. */
  connectedMoveCallback(): void {
    sessionsChanged();
    this.#waitAnew();
  }

  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    super.attributeChangedCallback(name, before, value);
    if (name === 'id') sessionsChanged();
  }

  override updated(changed: PropertyValues<this>): void {
    if (!this.#isLive || this.#slot.given !== undefined) return;
    this.#prepare();
    const {connectOn} = this;
    const before = changed.get('connectOn');
    // what another connect-on left undone is due, too
    const due = this.#fresh || before === 'manual' || (before && this.#waiting !== undefined);
    const hasNewCredentials = this.error !== null && this.#credentials !== this.#triedCredentials;
    const now = this.#rejoin || hasNewCredentials || (due && connectOn === 'load');
    if (now || before) this.#decided();
    this.#fresh = this.#rejoin = false;
    if (this.state !== 'disconnected') return;
    if (now && !isPreview(this.ownerDocument)) void this.#connect();
    else if (now) void this.#connectAt('load');
    else if (due && connectOn !== 'manual') void this.#connectAt(connectOn);
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    root.append(unclobbered(document).createElement('slot'));
    return root;
  }

  #handleCountChange(event: SessionEvent): void {
    // a session that another one has replaced, or that is observed anew by the element that was added again
    if (event.target !== this.#slot.session || event === this.#countEvent)
      this.#dispatchCountIfChanged(this.#slot.session);
    else this.#dispatchCount(event);
  }

  #dispatchCount(event: SessionEvent): void {
    this.#countEvent = event;
    this.#dispatchedCount = this.connectionCount;
    redispatch(this, event);
  }

  /** There is another session, or the element has not heard of its session for a while. */
  #dispatchCountIfChanged(session: Session | null): void {
    if (!session || Object.is(this.connectionCount, this.#dispatchedCount)) return;
    this.#dispatchCount(new SessionEvent('connectionCountChange', session));
  }

  /**
   * The window that the element is in; null when it is in none. A document that DOMParser makes has no window, and what a
   * framework puts into a `<template>` itself, not into its contents, is not for anybody to see either.
   */
  get #view(): Window | null {
    return this.isConnected && !this.closest('template') ? unclobbered(this.ownerDocument).defaultView : null;
  }

  get #isLive(): boolean {
    return this.#view !== null;
  }

  #leave(): void {
    this.#inDocument?.abort();
    sessions.delete(this);
    sessionsChanged();
    this.#decided();
    this.#slot.leave();
  }

  #connect(token?: string): Promise<void> {
    this.#triedCredentials = this.#credentials;
    return this.#shown.connect(token);
  }

  /** Where the next attempt gets its credentials from, if not from the attributes. */
  get #credentialsSource(): CredentialsSource | undefined {
    const {getCredentials, credentials} = this;
    if (getCredentials) return {id: getCredentials, get: getCredentials};
    const src = this.#src.resolved;
    return src && fetchCredentials(src, credentials);
  }

  /** Equal as long as the next attempt would have the same credentials. */
  get #credentials(): unknown {
    return this.getCredentials ?? JSON.stringify([this.token, this.#credentialsSource?.id]);
  }

  /** Takes in what script has set before the element was defined, for which Lit waits until the first update. */
  #catchUp(): void {
    if (this.#isLive && !this.#hasCaughtUp) this.performUpdate();
  }

  // not `hasUpdated`: the first update reads the properties, and so `session`
  protected override performUpdate(): void {
    this.#hasCaughtUp = true;
    super.performUpdate();
  }

  /** Whatever was due or waited for is not any more. */
  #decided(): void {
    this.#fresh = this.#rejoin = false;
    this.#waiting?.abort();
    this.#waiting = undefined;
  }

  /** What has to come into view may be something else where the element is now. */
  #waitAnew(): void {
    if (this.#waiting) {
      this.#decided();
      this.#fresh = true;
    }
    this.requestUpdate();
  }

  async #connectAt(moment: ConnectMoment): Promise<void> {
    if (this.#waiting) return;
    const {signal} = (this.#waiting = new AbortController());
    const connect = () => void this.connect();
    try {
      const {atMoment} = await import('./connect-moment.js');
      await atMoment(moment, this, this.renderRoot, signal, connect);
    } catch {
      if (signal.aborted) return;
      // without the error, which may have the URL of the page with a password in it
      console.warn(`<ot-session connect-on="${moment}">: its script could not be loaded. It joins now.`);
      connect();
    }
  }

  /** The session, or one that was never joined. */
  get #shown(): Session {
    return this.#slot.session ?? NONE;
  }

  /** Makes our own session the one that the attributes describe. */
  #prepare(): void {
    this.#catchUp();
    if (this.#slot.given !== undefined) return;
    const {reconnect} = this;
    const config = {
      engine: this.engine,
      apiKey: this.apiKey,
      applicationId: this.applicationId,
      sessionId: this.sessionId,
      token: this.token,
      service: serviceOf(this.service, this.#service.resolved),
    };
    const credentials = this.#credentialsSource;
    const before = this.#slot.session?.state;
    const retire = this.#slot.describe(config, {reconnect, credentials, options: this.#sessionOptions});
    if (!retire || !before) return;
    this.#fresh = true;
    this.#rejoin ||= before !== 'disconnected';
    // last, since a listener may want something else
    retire();
  }

  /** The `initSession()` options, as far as properties and attributes say. */
  get #sessionOptions(): Readonly<Record<string, unknown>> | undefined {
    const isSuppressed = this.connectionEventsSuppressed || this.roster === 'none';
    return isSuppressed ? {...this.options, connectionEventsSuppressed: true} : this.options;
  }

  #showState(): void {
    for (const state of STATES) toggle(this.#states, state, this.state === state);
    toggle(this.#states, 'error', this.error !== null);
  }

  readonly #handleCommand = (event: Event) => {
    const {command} = event as CommandEvent;
    if (command !== '--connect' && command !== '--disconnect') return;
    // in the next task, when every listener of the page had its chance to prevent it
    setTimeout(() => {
      if (event.defaultPrevented) return;
      if (command === '--connect') void this.connect();
      else void this.disconnect();
    });
  };
}

// a listener's type follows from the event's name, as lib.dom has it for the built-in elements
// (only overloads of what HTMLElement has, which is what makes the merging safe)
export interface OTSessionElement {
  addEventListener<Type extends keyof OTSessionElementEventMap>(
    type: Type,
    listener: (this: OTSessionElement, event: OTSessionElementEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Type extends keyof OTSessionElementEventMap>(
    type: Type,
    listener: (this: OTSessionElement, event: OTSessionElementEventMap[Type]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}
