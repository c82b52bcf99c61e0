import {type AdoptableSession, adopt, follow, isAdoptable} from '../../session/adopted-session.js';
import type {Connection} from '../../values/connection.js';
import {createMapView} from '../../values/map-view.js';
import {type SessionConfig, sessionKey} from '../../values/session-config.js';
import type {SessionObserver} from '../../session/session-dispatcher.js';
import {NO_CAPABILITIES, Session, type SessionSettings} from '../../session/session.js';

const NO_CONNECTIONS: ReadonlyMap<string, Connection> = createMapView(new Map<string, Connection>());
/** What an element without a session reports. */
const NO_SESSION = {
  state: 'disconnected',
  error: null,
  connection: null,
  connections: NO_CONNECTIONS,
  countedConnections: NO_CONNECTIONS,
  connectionCount: NaN,
  capabilities: NO_CAPABILITIES,
} as const satisfies Partial<Session>;

/** The session of an element: the one that its attributes describe, or one that the page has set. */
export class SessionHolder {
  /** The session that the element reports. */
  session: Session | null = null;
  /** The session that the page has set, and connects itself; undefined if it has not. */
  pageSession: Session | AdoptableSession | null | undefined;
  readonly #observer: SessionObserver;
  /** The key of the element's own session: see `sessionKey()`. */
  #key = '';
  /** The settings that its attributes described last. */
  #described: SessionSettings & {token?: string} = {};
  #stop: AbortController | undefined;

  constructor(observer: SessionObserver) {
    this.#observer = observer;
  }

  get current(): Session | typeof NO_SESSION {
    return this.session ?? NO_SESSION;
  }

  /** The element's own session; undefined if there is none, or the page has set another one. */
  get own(): Session | undefined {
    return this.pageSession === undefined ? (this.session ?? undefined) : undefined;
  }

  /**
   * Sets the page's session: null for none, undefined for the element's own.
   *
   * @param options the options that a session of the vendor's was created with, as far as the attributes say
   */
  setPageSession(
    pageSession: Session | AdoptableSession | null | undefined,
    options: SessionSettings['options'],
  ): void {
    const retire = this.#retire();
    this.#key = '';
    this.pageSession = pageSession;
    this.session = pageSession ? (isAdoptable(pageSession) ? adopt(pageSession, options) : pageSession) : null;
    retire();
  }

  /** Starts to observe the session, unless it is observed already. */
  watch(): void {
    if (this.#stop || !this.session) return;
    const {signal} = (this.#stop = new AbortController());
    // a new function, since the observer itself may be observing another session
    this.session.observe((event) => {
      // an earlier listener may have replaced the session
      if (!signal.aborted) this.#observer(event);
    }, signal);
    if (this.pageSession && isAdoptable(this.pageSession)) follow(this.pageSession, this.session, signal);
  }

  /** Leaves the session if it is the element's own, and stops observing it. */
  leave(): void {
    this.#retire()();
  }

  /**
   * Applies a configuration and settings: to the existing session if it is the same one, otherwise by creating another.
   *
   * @returns a function that ends the session that was replaced; undefined if none was
   */
  update(config: SessionConfig, settings: SessionSettings): (() => void) | undefined {
    const key = sessionKey(config);
    const {session} = this;
    const before = this.#described;
    const {token} = config;
    const {reconnect, credentials, options} = settings;
    this.#described = {...settings, token};
    if (session && key === this.#key) {
      // only what has changed, since script may have set the rest on the session itself
      if (token !== before.token) session.token = token;
      if (reconnect && reconnect !== before.reconnect) session.reconnect = reconnect;
      if (credentials?.id !== before.credentials?.id) session.credentials = credentials;
      if (!isEqual(options, before.options)) session.options = options;
      return undefined;
    }
    const retire = this.#retire();
    this.#key = key;
    this.session = new Session(config, settings);
    this.watch();
    return retire;
  }

  /** Returns a function that ends the current session. Call it last, because the old session's listeners may run. */
  #retire(): () => void {
    const {session, pageSession} = this;
    const stop = this.#stop;
    this.#stop = undefined;
    return () => {
      const end = () => stop?.abort();
      // the observer stops after sessionDisconnected, which is queued if a listener caused this
      if (pageSession === undefined && session) void session.release().then(end);
      else end();
    };
  }
}

type Options = SessionSettings['options'];

/** Whether two objects of options have the same values. */
function isEqual(one: Options, other: Options): boolean {
  const names = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
  return [...names].every((name) => Object.is(one?.[name], other?.[name]));
}
