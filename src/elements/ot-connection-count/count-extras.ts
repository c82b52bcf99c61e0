import {type ResolvedUrl, redactCredentials, srcAttribute} from '../../values/resolved-url.js';
import type {SessionState} from '../../session/session.js';
import {unclobbered} from '../../dom/unclobbered.js';
import {Announcer} from './announcer.js';
import {PeopleTally} from './count-people.js';
import {followCount} from './count-source.js';
import {hasPhrases} from './count-text.js';
import {elementById} from '../element-by-id.js';
import type {OTConnectionCountElement} from './ot-connection-count-element.js';
import type {OTSessionElement} from '../ot-session/ot-session-element.js';
import {warnWhenLoaded} from './reference-warning.js';
import {seemsUnclosed} from './unclosed-element.js';

/** After these, others may be counted, even as many as before. */
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

/** The `for` that was last checked of each element. */
const checkedFor = new WeakMap<Element, string>();
/** The hints that were given: each is for all counts of the page. */
const hints = new Set<string>();

const UNCLOSED =
  '<ot-connection-count />: HTML does not close an element by a slash. What follows is its content, and disappears when ' +
  'the number arrives. Write <ot-connection-count></ot-connection-count>.';

/**
 * What few counts need: another number than the session's own, announcements, warnings. It is loaded when the first one does,
 * and has the number in the form in which a session has it.
 */
export class CountExtras {
  readonly #element: OTConnectionCountElement;
  readonly #session: () => OTSessionElement | null;
  readonly #src: () => ResolvedUrl | undefined;
  readonly #changed: () => void;
  readonly #signal: AbortSignal;
  readonly #people: PeopleTally;
  /** That of the phrases; undefined before the first update. */
  #language: string | undefined;
  #stopFollowing: AbortController | undefined;
  #announcer: Announcer | undefined;
  #stopAnnouncing: AbortController | undefined;
  /** The endpoint that is followed, and its last answer. */
  #endpoint: (ResolvedUrl & {refresh: number}) | undefined;
  #stopRequests: AbortController | undefined;
  #answer = NaN;
  #stale = false;

  /**
   * @param session gives the session that is shown
   * @param src gives the endpoint that is followed in its place
   * @param changed to be called when the number may have changed, or how far it can be trusted
   */
  constructor(
    element: OTConnectionCountElement,
    session: () => OTSessionElement | null,
    src: () => ResolvedUrl | undefined,
    changed: () => void,
    signal: AbortSignal,
  ) {
    this.#element = element;
    this.#session = session;
    this.#src = src;
    this.#changed = changed;
    this.#signal = signal;
    this.#people = new PeopleTally(changed, signal);
    this.sessionChanged();
    signal.addEventListener('abort', () => {
      this.#stopFollowing?.abort();
      this.#stopAnnouncing?.abort();
      this.#stopRequests?.abort();
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

  /** Another session is shown, or none. */
  sessionChanged(): void {
    this.#stopFollowing?.abort();
    const {signal} = (this.#stopFollowing = new AbortController());
    let isPending = false;
    const read = () => {
      if (isPending || this.#element.count === 'connections') return;
      isPending = true;
      // after the event's default action, and whatever its listeners count
      queueMicrotask(() => {
        isPending = false;
        if (!signal.aborted) this.#changed();
      });
    };
    for (const type of SESSION_EVENTS) this.#session()?.addEventListener(type, read, {capture: true, signal});
  }

  /**
   * The attributes may have changed.
   *
   * @param language a language tag; '' when the phrases have no `lang` that the browser knows
   */
  update(language: string): void {
    if (this.#language === undefined) warnWhenLoaded(() => this.#hint(), this.#signal);
    this.#language = language;
    this.#followEndpoint();
    const {announce, renderRoot, htmlFor} = this.#element;
    if (announce !== !!this.#announcer) {
      this.#stopAnnouncing?.abort();
      this.#stopAnnouncing = new AbortController();
      this.#announcer = announce ? new Announcer(renderRoot as ShadowRoot, this.#stopAnnouncing.signal) : undefined;
    }
    if (htmlFor === (checkedFor.get(this.#element) ?? '')) return;
    checkedFor.set(this.#element, htmlFor);
    if (htmlFor) warnWhenLoaded(() => this.#problemWithFor(), this.#signal);
  }

  /** A phrase is shown, in this language. */
  showsPhrase(phrase: string, lang: string): void {
    this.#announcer?.showsNumber(phrase, lang);
  }

  /** The element's own content is shown. */
  showsFallback(): void {
    this.#announcer?.showsFallback(visibleText(this.#element));
  }

  #followEndpoint(): void {
    const src = this.#src();
    const {refresh} = this.#element;
    const before = this.#endpoint;
    const isSame = src?.url?.href === before?.url?.href && src?.problem === before?.problem;
    if (isSame && refresh === before?.refresh) return;
    this.#endpoint = src && {...src, refresh};
    this.#stopRequests?.abort();
    if (!isSame) {
      this.#answer = NaN;
      this.#stale = false;
    }
    if (!src) return;
    if (src.problem !== undefined) {
      console.warn(`<ot-connection-count ${srcAttribute(src.url)}> ${src.problem}.`);
      return;
    }
    this.#stopRequests = new AbortController();
    const heard = (count: number, stale: boolean) => {
      this.#answer = count;
      this.#stale = stale;
      this.#changed();
    };
    followCount(src.url, refresh, heard, this.#stopRequests.signal);
  }

  #problemWithFor(): string | undefined {
    const {htmlFor, src} = this.#element;
    const found = elementById(this.#element, htmlFor);
    const named = found && unclobbered(found);
    const isOutdated = htmlFor !== checkedFor.get(this.#element);
    if (src || isOutdated || this.#session() || named?.matches(':not(:defined)')) return undefined;
    const what = named ? `that is a <${named.localName}>, not an ot-session` : 'nothing here has that id';
    return `<ot-connection-count for="${redactCredentials(htmlFor)}">: ${what}.`;
  }

  /** The likely mistake in the markup, unless it was reported before. */
  #hint(): string | undefined {
    const lacksLanguage = !this.#language && hasPhrases(this.#element);
    const hint = seemsUnclosed(this.#element) ? UNCLOSED : lacksLanguage ? languageHint(this.#element) : undefined;
    if (!hint || hints.has(hint)) return undefined;
    hints.add(hint);
    return hint;
  }
}

function languageHint(element: Element): string {
  const from = element.closest('[lang]');
  const lang = from && unclobbered(from).getAttribute('lang');
  const why = lang
    ? `the browser does not know the language of its phrases, "${redactCredentials(lang)}"`
    : 'its phrases have no lang';
  return (
    `<ot-connection-count>: ${why}. So text-one is shown for 1, and text-other for all other numbers, in plain digits. ` +
    'Add their language: lang="en" on the element, or <html lang="en">.'
  );
}

/** An element's text as it is shown. */
function visibleText(element: HTMLElement): string {
  // absent where nothing is rendered: in jsdom
  const {innerText, textContent} = element as {innerText?: string; textContent: string};
  return (innerText ?? textContent).trim();
}
