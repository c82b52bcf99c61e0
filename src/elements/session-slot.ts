import {type SessionConfig, sessionKey} from '../session/session-config.js';
import {type Reconnect, Session, type SessionObserver, type SessionState} from '../session/session.js';

/** The session of one element: what its attributes describe, or what the page put in its place. */
export class SessionSlot {
  /** The session that is shown. */
  session: Session | null = null;
  /** Whether the page gave it: then it is not ours to join or to leave. */
  given = false;
  readonly #observer: SessionObserver;
  /** What our own session is described by. */
  #key = '';
  #stop: AbortController | undefined;

  constructor(observer: SessionObserver) {
    this.#observer = observer;
  }

  /** Puts the page's session in, or none (null), or makes room for our own again (undefined). */
  give(session: Session | null | undefined): void {
    this.leave();
    this.#key = '';
    this.given = session !== undefined;
    this.session = session ?? null;
  }

  /** Observes the session; again is nothing new. */
  watch(): void {
    this.#stop?.abort();
    this.#stop = new AbortController();
    this.session?.observe(this.#observer, this.#stop.signal);
  }

  /** Leaves the session if it is our own, and observes it no longer. */
  leave(): void {
    if (!this.given) void this.session?.disconnect();
    this.#stop?.abort();
  }

  /**
   * Makes our own session the one that is described. What only the next attempt needs goes into the session there is.
   *
   * @returns the state of the session whose place another took; undefined when none did
   */
  describe(config: SessionConfig, reconnect: Reconnect): SessionState | undefined {
    const key = sessionKey(config);
    const there = this.session;
    if (there && key === this.#key) {
      there.token = config.token;
      there.reconnect = reconnect;
      return undefined;
    }
    const before = there?.state;
    this.leave();
    this.#key = key;
    this.session = new Session(config, {reconnect});
    this.watch();
    return before;
  }
}
