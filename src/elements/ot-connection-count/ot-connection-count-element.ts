import '../unclobber-lit-globals.js';
import {type PropertyDeclarations, type PropertyValues, ReactiveElement} from 'lit';
import {queueTask} from '../../scheduling/queue-task.js';
import {oneOf, text, whole} from '../attribute-converters.js';
import {customStates, toggleState} from '../custom-states.js';
import {defineElement} from '../define-element.js';
import {ElementUrl} from '../element-url.js';
import {acceptAsInMarkup} from '../properties-as-in-markup.js';
import type {TypedListeners} from '../typed-listeners.js';
import {countText, prepareFormat} from './count-text.js';
import {CountView} from './count-view.js';
import {OptionalFeaturesController} from './optional-features-controller.js';
import {LanguageController} from './language-controller.js';
import {nextFrame} from './next-frame.js';
import {directionOf} from './language-tag.js';
import {SessionController} from './session-controller.js';

/** The events of an ot-connection-count by type. */
export interface OTConnectionCountElementEventMap extends HTMLElementEventMap {
  countchange: Event;
}

/**
 * Shows as text how many connections, or people, a session has.
 *
 * The session is the one that `forElement` or `for` names, or the element's closest ot-session ancestor. It may be added,
 * removed, and replaced at any time. With `src`, the number comes from an endpoint, and no session is involved. While the
 * number is unknown, the element's own content is shown. The phrases are in the language of the nearest `lang`.
 *
 * ```html
 * <ot-connection-count for="lobby" lang="en" text-zero="Nobody is here" text-one="{count} person is here" text-other="{count} people are here">
 *   Live now
 * </ot-connection-count>
 * ```
 *
 * @since 0.1.0
 *
 * @slot - Shown while the number is unknown.
 *
 * @csspart count - The number, or the phrase with the number.
 * @csspart stale - The text of `text-stale`, which follows the phrase while the number is stale.
 *
 * @cssState unknown - The number is unknown: there is no session, it is not connected, or there is no response yet.
 * @cssState stale - The number may be out of date: the session is reconnecting, or the endpoint fails.
 * @cssState empty - The number is 0.
 *
 * @fires {Event} countchange - `value` changed. Does not bubble.
 */
export class OTConnectionCountElement extends ReactiveElement {
  static override properties: PropertyDeclarations = {
    htmlFor: {attribute: 'for', reflect: true, converter: {...text, toAttribute: (id: string) => id || null}},
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
    refresh: {converter: whole('<ot-connection-count refresh', 15, 5)},
    forElement: {attribute: false, noAccessor: true},
    src: {converter: text},
  };

  static {
    acceptAsInMarkup(this.prototype, this.properties);
  }

  /** The id of the ot-session to count, in the same document or shadow root. */
  htmlFor = '';

  /** The text for 0. In this and all other texts, `{count}` stands for the number. */
  textZero = '';

  /** The text for the plural category `one` of the language: in English, for 1. */
  textOne = '';

  /** The text for the category `two`, which Arabic and Welsh have. */
  textTwo = '';

  /** The text for the category `few`: in Polish, for 2 to 4. */
  textFew = '';

  /** The text for the category `many`: in Polish, for 5. */
  textMany = '';

  /** The text for every number that has no other text. */
  textOther = '';

  /** What is counted: all connections; `others`, all but this client's own; or distinct `people`. */
  count: 'connections' | 'others' | 'people' = 'connections';

  /** For `count="people"`: the field of the connections' data that identifies a person. If empty, the whole data does. */
  personKey = '';

  /** The greatest number that is shown. A greater one is shown as this one with a plus sign: `99+`. */
  max = Infinity;

  /** How numbers are formatted: in full, or abbreviated: `15K`. */
  notation: 'standard' | 'compact' = 'standard';

  /** The smallest number that is shown, so that individuals can't be identified. For a smaller one, `text-few-people` is shown. */
  min = 0;

  /**
   * The text for a number below `min`, unrelated to the plural category `few`. If empty, the element's own content is shown.
   */
  textFewPeople = '';

  /** The text that follows the phrase while the number is stale, such as “(connection lost)”. */
  textStale = '';

  /**
   * Whether screen readers announce the phrase when it changes: politely, at most every five seconds, not the first one, and
   * not in a hidden page.
   */
  announce = false;

  /** The maximum age of the number from `src`, in seconds; at least 5. */
  refresh = 15;

  readonly #states = customStates(this);
  readonly #src = new ElementUrl(this);
  readonly #languageController = new LanguageController(this);
  /** An arrow function, because it is also passed as a callback. */
  readonly #readCount = () => {
    this.#read();
  };
  readonly #sessionController = new SessionController(this, {
    sessionChanged: () => this.#featuresController.features?.sessionChanged(),
    countChanged: this.#readCount,
  });
  readonly #featuresController = new OptionalFeaturesController(this, {
    session: () => this.#sessionController.session,
    src: () => this.#src.resolved,
    language: () => this.#lang,
    phrase: () => this.#phrase,
    countChanged: this.#readCount,
  });
  readonly #view = new CountView(this);
  #value = NaN;
  #isStale = false;
  /** The language of the phrases at the last update, as a language tag; '' if unknown. */
  #lang = '';
  /** The text that is shown with the number; '' while the element's own content is shown. */
  #phrase = '';
  /** Resolves when the frame that shows the last update has passed. */
  #shown: Promise<void> | undefined;

  constructor() {
    super();
    this.addController(this.#src);
    this.#showState();
  }

  /** Registers the element under a tag name. A class can have only one. */
  static define(tag: string = 'ot-connection-count', registry: CustomElementRegistry = customElements): void {
    defineElement(tag, this, registry);
  }

  /** The ot-session to count, wherever it is; null for the one that `for` names, or the nearest one around. */
  get forElement(): Element | null {
    return this.#sessionController.forElement;
  }

  set forElement(element: Element | null | undefined) {
    this.#sessionController.forElement = element ?? null;
    this.#sessionController.find();
  }

  /**
   * The URL of an endpoint that returns the number, for pages that must not join: no session is involved. Takes precedence
   * over `for`. Resolved once, when it is set in a document.
   */
  get src(): string {
    return this.#src.text;
  }

  set src(text: string) {
    this.#src.text = text;
    // the same text may resolve to another URL now
    this.requestUpdate();
  }

  /** The number that is shown; NaN if unknown. */
  get value(): number {
    return this.#value;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // an element that is inserted again by the end of the next task was only moved
    queueTask(() => {
      if (this.isConnected) return;
      this.#featuresController.unload();
      this.#sessionController.find();
    });
  }

  /** Called by `moveBefore()`, in place of disconnectedCallback and connectedCallback. */
  connectedMoveCallback(): void {
    this.#languageController.hostConnected();
    this.#sessionController.find();
  }

  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    super.attributeChangedCallback(name, before, value);
    // reflected, so this is called for the property, too
    if (name === 'for' && this.isConnected) {
      this.#sessionController.find();
      this.requestUpdate();
    }
  }

  protected override async scheduleUpdate(): Promise<void> {
    // `value` is always current, but is rendered at most once per frame: thousands of changes may arrive in one
    await this.#shown;
    void super.scheduleUpdate();
    this.#shown = nextFrame();
  }

  protected override update(changed: PropertyValues): void {
    this.#lang = this.#languageController.language;
    this.#read();
    // reflects `for`, which may name another session
    super.update(changed);
    const text = countText(this.#value, this.#lang, this);
    const stale = this.#isStale ? this.textStale : '';
    this.#phrase = text && stale ? `${text} ${stale}` : text;
    if (text) this.#view.showPhrase(text, stale, this.#lang, this.dir || directionOf(this.#lang));
    else this.#showFallback();
  }

  #showFallback(): void {
    this.#view.showFallback();
    const lang = this.#lang;
    // creating a number format is slow, so do it before the first number arrives
    setTimeout(() => {
      prepareFormat(lang, this);
    });
  }

  #read(): void {
    const {provideCount, features} = this.#featuresController;
    const source = provideCount ? features : this.#sessionController.session;
    const value = source?.connectionCount ?? NaN;
    if (this.#sessionController.keepsCount && Number.isNaN(value)) return;
    const isStale = source?.state === 'reconnecting';
    const hasChanged = !Object.is(value, this.#value);
    if (hasChanged || isStale !== this.#isStale) this.requestUpdate();
    this.#value = value;
    this.#isStale = isStale;
    this.#showState();
    if (hasChanged) this.dispatchEvent(new Event('countchange'));
  }

  #showState(): void {
    toggleState(this.#states, 'unknown', Number.isNaN(this.#value));
    toggleState(this.#states, 'stale', this.#isStale);
    toggleState(this.#states, 'empty', this.#value === 0);
  }
}

export interface OTConnectionCountElement {
  addEventListener: TypedListeners<OTConnectionCountElement, OTConnectionCountElementEventMap, AddEventListenerOptions>;
  removeEventListener: TypedListeners<OTConnectionCountElement, OTConnectionCountElementEventMap, EventListenerOptions>;
}
