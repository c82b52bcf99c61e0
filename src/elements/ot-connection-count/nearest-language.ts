import {callReportingErrors} from '../../scheduling/call-reporting-errors.js';
import {unclobbered} from '../../dom/unclobbered.js';
import {TRANSLATOR_ATTRIBUTES, pageLanguage} from './page-language.js';
import {shadowHost} from './shadow-host.js';

/**
 * The authored language of an element's text: its own `lang`, or that of the nearest ancestor, including hosts
 * of shadow roots; '' if there is none. Not the one that a translator has set on the root element.
 */
export function nearestLanguage(element: Element): string {
  const root = element.closest(':root[lang]');
  const from = element.closest('[lang]');
  if (from) return (from === root ? pageLanguage(root).authored : unclobbered(from).getAttribute('lang')) ?? '';
  const host = shadowHost(element.getRootNode());
  return host ? nearestLanguage(host) : '';
}

const callbacks = new Set<() => void>();
let observer: MutationObserver | undefined;

/** Calls back when `nearestLanguage()` or `dir` may have changed, until the signal is aborted. */
export function watchLanguage(element: Element, callback: () => void, signal: AbortSignal): void {
  observer ??= new MutationObserver(notify);
  for (let within: Element | null = element; within;) {
    const root = within.getRootNode();
    observer.observe(root, {subtree: true, attributeFilter: ['lang', 'dir', ...TRANSLATOR_ATTRIBUTES]});
    const page = within.closest(':root');
    if (page) {
      observer.observe(page, {attributeFilter: ['lang', 'class']});
      pageLanguage(page).follow();
    }
    within = shadowHost(root);
  }
  callbacks.add(callback);
  signal.addEventListener('abort', () => {
    callbacks.delete(callback);
    if (callbacks.size === 0) observer?.disconnect();
  });
}

function notify(records: MutationRecord[]): void {
  for (const page of new Set(records.map(({target}) => unclobbered(target as Element).closest(':root')))) {
    if (page) pageLanguage(page).follow();
  }
  for (const call of [...callbacks]) callReportingErrors(call);
}
