/**
 * Gives a shadow root a style sheet made by script, which needs nothing of a content security policy. It is made in the
 * root's document: another one's is refused, and is taken off a root that is moved to another document. A document without
 * a window shows nothing, and has none.
 */
export function adoptStyle(root: ShadowRoot, text: string): CSSStyleSheet | undefined {
  const view = root.ownerDocument.defaultView;
  if (!view) return undefined;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(text);
  root.adoptedStyleSheets.push(sheet);
  return sheet;
}
