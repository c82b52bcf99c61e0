import type {ReactiveController} from 'lit';
import {unclobbered} from '../../dom/unclobbered.js';
import {redactCredentials} from '../../values/resolved-url.js';
import {elementById} from '../element-by-id.js';
import type {CountContext} from './optional-count-features.js';
import {hasPhrases} from './count-text.js';
import type {OTConnectionCountElement} from './ot-connection-count-element.js';
import {warnWhenLoaded} from './warn-when-loaded.js';
import {seemsUnclosed} from './unclosed-element.js';

/** The last checked `for`, by element. */
const checkedFor = new WeakMap<Element, string>();
/** The hints already shown. Each is shown once per page. */
const hints = new Set<string>();

const UNCLOSED =
  '<ot-connection-count />: HTML ignores this slash. What follows becomes its content, and disappears when ' +
  'the number arrives. Write <ot-connection-count></ot-connection-count>.';

/** Warns about likely mistakes in the markup of its host. */
export class MarkupWarnings implements ReactiveController {
  readonly #host: OTConnectionCountElement;
  readonly #context: CountContext;
  readonly #signal: AbortSignal;
  #isHintScheduled = false;

  constructor(host: OTConnectionCountElement, context: CountContext, signal: AbortSignal) {
    this.#host = host;
    this.#context = context;
    this.#signal = signal;
  }

  hostUpdate(): void {
    if (!this.#isHintScheduled) warnWhenLoaded(() => this.#hint(), this.#signal);
    this.#isHintScheduled = true;
    const {htmlFor} = this.#host;
    if (htmlFor === (checkedFor.get(this.#host) ?? '')) return;
    checkedFor.set(this.#host, htmlFor);
    if (htmlFor) warnWhenLoaded(() => this.#problemWithFor(), this.#signal);
  }

  #problemWithFor(): string | undefined {
    const {htmlFor, src} = this.#host;
    const found = elementById(this.#host, htmlFor);
    const named = found && unclobbered(found);
    const isOutdated = htmlFor !== checkedFor.get(this.#host);
    if (src || isOutdated || this.#context.session() || named?.matches(':not(:defined)')) return undefined;
    const what = named ? `that is a <${named.localName}>, not an ot-session` : 'nothing here has that id';
    return `<ot-connection-count for="${redactCredentials(htmlFor)}">: ${what}.`;
  }

  /** The likely mistake, unless it was reported before. */
  #hint(): string | undefined {
    const lacksLanguage = !this.#context.language() && hasPhrases(this.#host);
    const hint = seemsUnclosed(this.#host) ? UNCLOSED : lacksLanguage ? languageHint(this.#host) : undefined;
    if (!hint || hints.has(hint)) return undefined;
    hints.add(hint);
    return hint;
  }
}

function languageHint(element: Element): string {
  const from = element.closest('[lang]');
  const lang = from && unclobbered(from).getAttribute('lang');
  const why = lang
    ? `the browser does not support the language of its phrases, "${redactCredentials(lang)}"`
    : 'its phrases have no lang';
  return (
    `<ot-connection-count>: ${why}, so text-one is shown for 1, and text-other for the rest, in plain digits. ` +
    'Add it: lang="en" on the element or on <html>.'
  );
}
