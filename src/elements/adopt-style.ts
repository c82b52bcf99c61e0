import {unclobbered} from '../dom/unclobbered.js';

/**
 * Adds a constructed style sheet to a shadow root. No content security policy blocks constructed style sheets. A sheet belongs
 * to one document, and is lost when the root is moved to another one.
 *
 * @param sheet the result of the last call for this root, which is kept if the root still has it
 * @returns undefined where nothing is rendered: in a document without a window, in jsdom and happy-dom
 */
export function adoptStyle(root: ShadowRoot, text: string, sheet?: CSSStyleSheet): CSSStyleSheet | undefined {
  const view = unclobbered(root.ownerDocument).defaultView;
  const sheets = root.adoptedStyleSheets as CSSStyleSheet[] | undefined;
  if (!view || !sheets || !('replaceSync' in view.CSSStyleSheet.prototype)) return undefined;
  if (sheet && sheets.includes(sheet)) return sheet;
  const added = new view.CSSStyleSheet();
  added.replaceSync(text);
  sheets.push(added);
  return added;
}
