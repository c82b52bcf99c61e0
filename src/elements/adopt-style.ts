/**
 * Gives a shadow root a style sheet made by script, which needs nothing of a content security policy. It is made in the
 * root's document: another one's is refused, and is taken off a root that is moved to another document.
 */
export function adoptStyle(root: ShadowRoot, text: string): CSSStyleSheet {
  const sheet = new (root.ownerDocument.defaultView ?? window).CSSStyleSheet();
  sheet.replaceSync(text);
  root.adoptedStyleSheets.push(sheet);
  return sheet;
}
