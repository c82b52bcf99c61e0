import {unclobbered} from '../dom/unclobbered.js';

/**
 * Gives a shadow root a style sheet made by script, which needs nothing of a content security policy. It is made in the
 * root's document: another one's is refused, and is taken off a root that is moved to another document. A root that has it
 * already keeps it.
 *
 * @param sheet what this returned for the root before
 * @returns undefined where nothing is rendered: in a document without a window, in jsdom and happy-dom
 */
export function adoptStyle(root: ShadowRoot, text: string, sheet?: CSSStyleSheet): CSSStyleSheet | undefined {
  const view = unclobbered(root.ownerDocument).defaultView;
  const sheets = root.adoptedStyleSheets as CSSStyleSheet[] | undefined;
  if (!view || !sheets || !('replaceSync' in view.CSSStyleSheet.prototype)) return undefined;
  if (sheet && sheets.includes(sheet)) return sheet;
  const made = new view.CSSStyleSheet();
  made.replaceSync(text);
  sheets.push(made);
  return made;
}
