import type {SessionState} from '../session/session.js';
import {Announcer} from './announcer.js';
import {PeopleTally} from './count-people.js';
import {followCount} from './count-source.js';
import type {OTConnectionCountElement} from './ot-connection-count-element.js';
import type {OTSessionElement} from './ot-session-element.js';
import {warnWhenLoaded} from './reference-warning.js';

/** The `for` of which each element has warned, or at least looked whether to. */
const looked = new WeakMap<Element, string>();

/**
 * What few counts ask for by their attributes: another number than the session's own, an announcement, a word on what is
 * wrong. It is loaded when one does, and gives the number in the form in which a session does.
 */
export class CountExtras {
  readonly #element: OTConnectionCountElement;
  readonly #session: () => OTSessionElement | null;
  readonly #changed: () => void;
  readonly #signal: AbortSignal;
  readonly #people: PeopleTally;
  #announcer: Announcer | undefined;
  #stopAnnouncing: AbortController | undefined;
  /** Which endpoint is asked, and what it said. */
  #asked = {src: '', baseURI: '', refresh: 0};
  #stopAsking: AbortController | undefined;
  #answer = NaN;
  #stale = false;

  /**
   * @param session gives the session that is shown
   * @param changed to be called when the number may have changed, or how far it can be trusted
   */
  constructor(
    element: OTConnectionCountElement,
    session: () => OTSessionElement | null,
    changed: () => void,
    signal: AbortSignal,
  ) {
    this.#element = element;
    this.#session = session;
    this.#changed = changed;
    this.#signal = signal;
    this.#people = new PeopleTally(changed, signal);
    signal.addEventListener('abort', () => {
      this.#stopAnnouncing?.abort();
      this.#stopAsking?.abort();
    });
  }

  /** The number that the attributes ask for; NaN when it is unknown. */
  get connectionCount(): number {
    const {src, count, personKey} = this.#element;
    if (src) return this.#answer;
    const session = this.#session();
    if (!session) return NaN;
    const {connectionCount, countedConnections, connection} = session;
    if (count === 'people') return this.#people.count(connectionCount, countedConnections, personKey);
    // our own may be left out already
    const ours = count === 'others' && connection && countedConnections.has(connection.connectionId);
    return connectionCount - Number(ours);
  }

  /** How far the number can be trusted, as a session says it. */
  get state(): SessionState {
    if (!this.#element.src) return this.#session()?.state ?? 'disconnected';
    return this.#stale ? 'reconnecting' : 'connected';
  }

  /** The attributes may have changed. */
  update(): void {
    this.#ask();
    const {announce, renderRoot, htmlFor} = this.#element;
    if (announce !== !!this.#announcer) {
      this.#stopAnnouncing?.abort();
      this.#stopAnnouncing = new AbortController();
      this.#announcer = announce ? new Announcer(renderRoot as ShadowRoot, this.#stopAnnouncing.signal) : undefined;
    }
    if (htmlFor === (looked.get(this.#element) ?? '')) return;
    looked.set(this.#element, htmlFor);
    if (htmlFor) warnWhenLoaded(() => this.#problemWithFor(), this.#signal);
  }

  /** What is shown is this phrase, or none. */
  say(phrase: string): void {
    this.#announcer?.say(phrase);
  }

  #ask(): void {
    const {src, refresh, baseURI} = this.#element;
    const isSame = src === this.#asked.src && baseURI === this.#asked.baseURI;
    if (isSame && refresh === this.#asked.refresh) return;
    this.#asked = {src, baseURI, refresh};
    this.#stopAsking?.abort();
    if (!isSame) {
      this.#answer = NaN;
      this.#stale = false;
    }
    if (!src) return;
    this.#stopAsking = new AbortController();
    const tell = (count: number, stale: boolean) => {
      this.#answer = count;
      this.#stale = stale;
      this.#changed();
    };
    followCount(src, baseURI, refresh, tell, this.#stopAsking.signal);
  }

  #problemWithFor(): string | undefined {
    const {htmlFor, src} = this.#element;
    const named = (this.#element.getRootNode() as Document | ShadowRoot).getElementById(htmlFor);
    if (src || htmlFor !== looked.get(this.#element) || this.#session() || named?.matches(':not(:defined)'))
      return undefined;
    const what = named ? `that is a <${named.localName}>, not an ot-session` : 'nothing here has that id';
    return `<ot-connection-count for="${htmlFor}">: ${what}.`;
  }
}
