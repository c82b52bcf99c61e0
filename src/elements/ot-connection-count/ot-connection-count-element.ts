import '../lit-globals.js';
import {type PropertyValues, ReactiveElement} from 'lit';
import {queueTask} from '../../scheduling/queue-task.js';
import {loadFailureMessage} from '../../values/session-error.js';
import {unclobbered} from '../../dom/unclobbered.js';
import {acceptAsInMarkup, oneOf, text, whole} from '../attribute-converters.js';
import type {CountExtras} from './count-extras.js';
import {CountPhrase} from './count-phrase.js';
import {TEXT_PROPERTIES, countText, prepareFormat} from './count-text.js';
import {customStates, toggle} from '../custom-states.js';
import {defineElement} from '../define.js';
import {elementById} from '../element-by-id.js';
import {ElementUrl} from '../element-url.js';
import {nearestLanguage, watchLanguage} from './nearest-language.js';
import {nextFrame} from './next-frame.js';
import type {OTSessionElement} from '../ot-session/ot-session-element.js';
import {directionOf, languageTag} from './phrase-language.js';
import {requestSession, seekers, sessions} from '../session-registry.js';
import {mayBeUnclosed} from './unclosed-element.js';

/** The events of an ot-connection-count by name. */
export interface OTConnectionCountElementEventMap extends HTMLElementEventMap {
  countchange: Event;
}

/** The events of a session after which its count, or whether it is up to date, may be another. */
const COUNT_EVENTS = [
  'connectioncountchange',
  'sessionReconnecting',
  'sessionReconnected',
  'sessionDisconnected',
] as const;

/**
 * Shows how many connections a session has, as text.
 *
 * The session is the one that `forElement` or `for` names, else the nearest ot-session around the element; it may be added,
 * removed and replaced at any time. With `src`, the number is that of an endpoint, and no session is involved. While the
 * number is unknown, the element's own content is shown. The phrases are in the language of the nearest `lang`.
 *
 * ```html
 * <ot-connection-count for="lobby" lang="en" text-zero="Nobody is here" text-one="{count} person is here" text-other="{count} people are here">
 *   Live now
 * </ot-connection-count>
 * ```
 *
 * @slot - Shown while the number is unknown.
 *
 * @csspart count - The number, or the phrase with the number.
 * @csspart stale - The text of `text-stale`, which follows the phrase while the number is stale.
 *
 * @cssState unknown - The number is unknown: no session, or not in it; no answer yet.
 * @cssState stale - The number is the last one known: the session is reconnecting, or the endpoint fails.
 * @cssState empty - The number is 0.
 *
 * @fires {Event} countchange - `value` changed. Does not bubble.
 */
export class OTConnectionCountElement extends ReactiveElement {
  static override properties = {
    htmlFor: {attribute: 'for', reflect: true, converter: {...text, toAttribute: (id: string) => id || null}},
    forElement: {attribute: false, noAccessor: true},
    textZero: {attribute: 'text-zero', converter: text},
    textOne: {attribute: 'text-one', converter: text},
    textTwo: {attribute: 'text-two', converter: text},
    textFew: {attribute: 'text-few', converter: text},
    textMany: {attribute: 'text-many', converter: text},
    textOther: {attribute: 'text-other', converter: text},
    count: {converter: oneOf('<ot-connection-count count', ['connections', 'others', 'people'])},
    personKey: {attribute: 'person-key', converter: text},
    max: {converter: whole('<ot-connection-count max', Infinity)},
    notation: {converter: oneOf('<ot-connection-count notation', ['standard', 'compact'])},
    min: {converter: whole('<ot-connection-count min', 0)},
    textFewPeople: {attribute: 'text-few-people', converter: text},
    textStale: {attribute: 'text-stale', converter: text},
    announce: {type: Boolean},
    src: {converter: text},
    refresh: {converter: whole('<ot-connection-count refresh', 15, 5)},
  };

  static {
    acceptAsInMarkup(this.prototype, this.properties);
  }

  /** The id of the ot-session to count, in the same document or shadow root. */
  declare htmlFor: string;
  /** The text for 0, with `{count}` for the number. */
  declare textZero: string;
  /** The text for the language's plural category "one": in English, for 1. */
  declare textOne: string;
  /** The text for the category "two", as Arabic and Welsh have it. */
  declare textTwo: string;
  /** The text for the category "few": in Polish, for 2 to 4. */
  declare textFew: string;
  /** The text for the category "many": in Polish, for 5. */
  declare textMany: string;
  /** The text for every number that has no other. */
  declare textOther: string;
  /** What is counted: all connections, those besides our own, or the persons they belong to. */
  declare count: 'connections' | 'others' | 'people';
  /** For people: the field of the connections' data that identifies a person; empty for all of the data. */
  declare personKey: string;
  /** The greatest number that is shown as it is; a greater one is this one with a plus sign. */
  declare max: number;
  /** How numbers are written: in full, or short, as 15K. */
  declare notation: 'standard' | 'compact';
  /** The smallest number that is shown; for a smaller one, `textFewPeople` is. */
  declare min: number;
  /** The text for a number below `min`; without it, the element's own content is shown. */
  declare textFewPeople: string;
  /** The text that follows the phrase while the number is stale, such as “(connection lost)”. */
  declare textStale: string;
  /** Whether changes are announced to screen readers: politely, at most every five seconds, and not the first number. */
  declare announce: boolean;
  /** How old the number from `src` may get, in seconds; at least 5. */
  declare refresh: number;

  readonly #states = customStates(this);
  readonly #src = new ElementUrl(this);
  /** What is shown while the number is unknown, and what with it; there is no document where elements are made on a server. */
  #fallback: HTMLSlotElement | undefined;
  #phrase: CountPhrase | undefined;
  #content: HTMLElement | undefined;
  /** Ends what lasts while the element is in the document. */
  #stay: AbortController | undefined;
  #forElement: Element | null = null;
  #session: OTSessionElement | null = null;
  /** Whether the value is kept although that of the session is unknown. */
  #isKept = false;
  #stopListening: AbortController | undefined;
  /** What few pages ask for, loaded when attributes do, and what ends it. */
  #extras: CountExtras | undefined;
  #stopExtras: AbortController | undefined;
  #value = NaN;
  #isStale = false;
  /** When the frame that shows the last rendering has passed. */
  #shown: Promise<void> | undefined;

  constructor() {
    super();
    this.addController(this.#src);
    this.htmlFor = '';
    for (const property of Object.values(TEXT_PROPERTIES)) this[property] = '';
    this.count = 'connections';
    this.personKey = '';
    this.max = Infinity;
    this.notation = 'standard';
    this.min = 0;
    this.textFewPeople = '';
    this.textStale = '';
    this.announce = false;
    this.src = '';
    this.refresh = 15;
    this.#showState();
  }

  /** Registers the element, under this name. */
  static define(tag: string = 'ot-connection-count', registry: CustomElementRegistry = customElements): void {
    defineElement(tag, this, registry);
  }

  /**
   * The URL of an endpoint that answers with the number; with it, no session is involved. It is resolved once, when it is
   * set in a document.
   */
  get src(): string {
    return this.#src.text;
  }

  set src(text: string) {
    this.#src.text = text;
    // the same text may be another URL now
    this.requestUpdate();
  }

  /** The number that is shown; NaN when it is unknown. */
  get value(): number {
    return this.#value;
  }

  /** The ot-session to count, wherever it is; null for the one that `for` names, or the nearest one around. */
  get forElement(): Element | null {
    return this.#forElement;
  }

  set forElement(element: Element | null | undefined) {
    this.#forElement = element ?? null;
    this.#seek();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#settle();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // as the session: whatever is back by the end of the next task was only moved
    queueTask(() => {
      if (this.isConnected) return;
      this.#stay?.abort();
      this.#stopExtras?.abort();
      this.#extras = this.#stopExtras = undefined;
      this.#seek();
    });
  }

  /** Called by `moveBefore()` in place of the two callbacks above. */
  connectedMoveCallback(): void {
    this.#settle();
  }

  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    super.attributeChangedCallback(name, before, value);
    // reflected, so that this hears of the property, too
    if (name === 'for' && this.isConnected) this.#settle();
  }

  override async scheduleUpdate(): Promise<void> {
    // thousands may come in one frame: `value` has each at once, but only the last is worth drawing
    await this.#shown;
    void super.scheduleUpdate();
    this.#shown = nextFrame();
  }

  protected override update(changed: PropertyValues): void {
    const language = languageTag(nearestLanguage(this));
    this.#extras?.update(language);
    this.#read();
    // it reflects `for`, which may lead to another session
    super.update(changed);
    if (this.isConnected && (!language || this.#needsExtras)) this.#loadExtras();
    const phrase = countText(this.#value, language, this);
    if (phrase) this.#showPhrase(phrase, language);
    else this.#showFallback(language);
  }

  #showPhrase(phrase: string, language: string): void {
    const stale = this.#isStale ? this.textStale : '';
    this.#phrase ??= new CountPhrase();
    this.#phrase.show(phrase, stale, language, this.dir || directionOf(language));
    this.#show(this.#phrase.element);
    this.#extras?.showsPhrase(stale ? `${phrase} ${stale}` : phrase, language);
  }

  #showFallback(language: string): void {
    this.#show((this.#fallback ??= unclobbered(document).createElement('slot')));
    this.#extras?.showsFallback();
    // the time for it is now, rather than between a join and its number
    setTimeout(() => {
      prepareFormat(language, this);
    });
  }

  #show(content: HTMLElement): void {
    if (content === this.#content) return;
    if (this.#content) this.#content.replaceWith(content);
    else this.renderRoot.prepend(content);
    this.#content = content;
  }

  get #needsExtras(): boolean {
    const isAnotherNumber = this.count !== 'connections' || this.src !== '';
    const isWithoutSession = this.htmlFor !== '' && !this.#session;
    return isAnotherNumber || this.announce || isWithoutSession || mayBeUnclosed(this);
  }

  /** Most pages need none of them, and so do not load them. */
  #loadExtras(): void {
    if (this.#stopExtras) return;
    const {signal} = (this.#stopExtras = new AbortController());
    const load = () => {
      import('./count-extras.js').then(
        ({CountExtras}) => {
          if (signal.aborted) return;
          this.#extras = new CountExtras(
            this,
            () => this.#session,
            () => this.#src.resolved,
            this.#read,
            signal,
          );
          this.requestUpdate();
        },
        () => {
          if (signal.aborted) return;
          // without the error, which may have the URL of the page with a password in it
          console.error(loadFailureMessage('ot-connection-count'));
          addEventListener('online', load, {once: true, signal});
        },
      );
    };
    load();
  }

  /** The element is in a place, or has a reference, that is new. */
  #settle(): void {
    this.#stay?.abort();
    const {signal} = (this.#stay = new AbortController());
    const seek = () => {
      if (this.isConnected) this.#seek();
    };
    const draw = () => {
      this.requestUpdate();
    };
    seekers.add(seek);
    signal.addEventListener('abort', () => seekers.delete(seek));
    watchLanguage(this, draw, signal);
    seek();
    draw();
  }

  /** Finds the session again, and reads its count. */
  #seek(): void {
    const session = this.#findSession();
    const before = this.#session;
    // removed a moment ago: it may be back, or have an equal one in its place, by the end of the task
    const isReplaced = before !== null && !before.isConnected && sessions.has(before);
    if (!session && isReplaced) return;
    if (session && isReplaced) this.#keepValueForATask();
    if (session !== before) {
      this.#session = session;
      this.#stopListening?.abort();
      const {signal} = (this.#stopListening = new AbortController());
      for (const type of COUNT_EVENTS) session?.addEventListener(type, this.#read, {signal});
      this.#extras?.sessionChanged();
    }
    this.#read();
  }

  /** The count of a session that takes the place of an equal one is unknown only until that has joined. */
  #keepValueForATask(): void {
    this.#isKept = true;
    queueTask(() => {
      this.#isKept = false;
      this.#read();
    });
  }

  #findSession(): OTSessionElement | null {
    if (!this.isConnected) return null;
    const found = this.#forElement ?? (this.htmlFor ? elementById(this, this.htmlFor) : requestSession(this));
    return found && sessions.has(found) ? (found as OTSessionElement) : null;
  }

  readonly #read = () => {
    const value = this.#source?.connectionCount ?? NaN;
    if (this.#isKept && Number.isNaN(value)) return;
    const isStale = this.#source?.state === 'reconnecting';
    const isOther = !Object.is(value, this.#value);
    if (isOther || isStale !== this.#isStale) this.requestUpdate();
    this.#value = value;
    this.#isStale = isStale;
    this.#showState();
    if (isOther) this.dispatchEvent(new Event('countchange'));
  };

  get #source() {
    return this.src || this.count !== 'connections' ? this.#extras : this.#session;
  }

  #showState(): void {
    toggle(this.#states, 'unknown', Number.isNaN(this.#value));
    toggle(this.#states, 'stale', this.#isStale);
    toggle(this.#states, 'empty', this.#value === 0);
  }
}

// a listener's type follows from the event's name, as lib.dom has it for the built-in elements
// (only overloads of what HTMLElement has, which is what makes the merging safe)
export interface OTConnectionCountElement {
  addEventListener<Type extends keyof OTConnectionCountElementEventMap>(
    type: Type,
    listener: (this: OTConnectionCountElement, event: OTConnectionCountElementEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Type extends keyof OTConnectionCountElementEventMap>(
    type: Type,
    listener: (this: OTConnectionCountElement, event: OTConnectionCountElementEventMap[Type]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}
