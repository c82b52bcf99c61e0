import {type AdoptableSession, adopt, follow, isAdoptable} from '../../session/adopted-session.js';
import {type SessionConfig, sessionKey} from '../../values/session-config.js';
import {Session, type SessionObserver, type SessionSettings} from '../../session/session.js';

/** The session of one element: what its attributes describe, or what the page put in its place. */
export class SessionSlot {
  /** The session that is shown. */
  session: Session | null = null;
  /** What the page gave; undefined when it gave nothing. It is not ours to join or to leave. */
  given: Session | AdoptableSession | null | undefined;
  readonly #observer: SessionObserver;
  /** What our own session is described by. */
  #key = '';
  /** What else it was described by last. */
  #described: SessionSettings & {token?: string} = {};
  #stop: AbortController | undefined;

  constructor(observer: SessionObserver) {
    this.#observer = observer;
  }

  /**
   * Puts the page's session in, or none (null), or makes room for our own again (undefined).
   *
   * @param options those that a session of the vendor's was made with, as far as the element's attributes say so
   */
  give(given: Session | AdoptableSession | null | undefined, options: SessionSettings['options']): void {
    const retire = this.#retire();
    this.#key = '';
    this.given = given;
    this.session = given ? (isAdoptable(given) ? adopt(given, options) : given) : null;
    retire();
  }

  /** Observes the session, from when it is in a document. */
  watch(): void {
    if (this.#stop || !this.session) return;
    const {signal} = (this.#stop = new AbortController());
    // a function of its own, so that an end of it is not the end of another one
    this.session.observe((event) => {
      // a listener that was called before may have taken the session away
      if (!signal.aborted) this.#observer(event);
    }, signal);
    if (this.given && isAdoptable(this.given)) follow(this.given, this.session, signal);
  }

  /** Leaves the session if it is our own, and observes it no longer. */
  leave(): void {
    this.#retire()();
  }

  /**
   * Makes our own session the one that is described. What only the next attempt needs goes into the session there is.
   *
   * @returns ends the session whose place another took; undefined when none did
   */
  describe(config: SessionConfig, settings: SessionSettings): (() => void) | undefined {
    const key = sessionKey(config);
    const {session} = this;
    const before = this.#described;
    const {token} = config;
    const {reconnect, credentials, options} = settings;
    this.#described = {...settings, token};
    if (session && key === this.#key) {
      // only what changed: script may have set the rest on the session itself
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

  /** What is to be done with the session there is, once another one, or none, is in its place: its listeners may act. */
  #retire(): () => void {
    const {session, given} = this;
    const stop = this.#stop;
    this.#stop = undefined;
    return () => {
      const end = () => stop?.abort();
      // a listener may have led to this: that it has ended is reported after the event which that listener handles
      if (given === undefined && session) void session.release().then(end);
      else end();
    };
  }
}

type Options = SessionSettings['options'];

/** Whether two sets of options have the same values: the objects are new ones each time. */
function isEqual(one: Options, other: Options): boolean {
  const names = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
  return [...names].every((name) => Object.is(one?.[name], other?.[name]));
}
