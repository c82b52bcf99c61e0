import {type SessionConfig, isSameSession} from '../session/session-config.js';
import {type Reconnect, Session, type SessionObserver} from '../session/session.js';

/** The session of one element: what its attributes describe, or what the page put in its place. */
export class SessionSlot {
  readonly #observer: SessionObserver;
  #own: {config: SessionConfig; session: Session; stop: AbortController} | undefined;
  #given: Session | null | undefined;
  #stopGiven: AbortController | undefined;

  constructor(observer: SessionObserver) {
    this.#observer = observer;
  }

  get current(): Session | null {
    return this.#given === undefined ? (this.#own?.session ?? null) : this.#given;
  }

  /** The page's session: null when it took it away, undefined when there was none. */
  get given(): Session | null | undefined {
    return this.#given;
  }

  give(session: Session | null | undefined): void {
    this.unwatchGiven();
    this.#given = session;
    if (session !== undefined) this.#close();
  }

  /** The page's session is observed only while the element is in the document: it is not ours to end. */
  watchGiven(): void {
    this.unwatchGiven();
    if (!this.#given) return;
    this.#stopGiven = new AbortController();
    this.#given.observe(this.#observer, this.#stopGiven.signal);
  }

  unwatchGiven(): void {
    this.#stopGiven?.abort();
    this.#stopGiven = undefined;
  }

  /**
   * Makes our own session the one that is described. What only the next attempt needs goes into the session there is.
   *
   * @returns the state of the session whose place another took; undefined when none did
   */
  describe(config: SessionConfig, reconnect: Reconnect): Session['state'] | undefined {
    const there = this.#own;
    if (there && isSameSession(there.config, config)) {
      there.session.token = config.token;
      there.session.reconnect = reconnect;
      return undefined;
    }
    const before = there?.session.state;
    this.#close();
    const session = new Session(config, {reconnect});
    const stop = new AbortController();
    this.#own = {config, session, stop};
    session.observe(this.#observer, stop.signal);
    return before;
  }

  /** Leaves our own session; the page's goes on. */
  leaveOwn(): void {
    void this.#own?.session.disconnect();
  }

  #close(): void {
    this.leaveOwn();
    this.#own?.stop.abort();
    this.#own = undefined;
  }
}
