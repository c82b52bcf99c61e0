/** Text that seems to continue a sentence, or begins with whitespace. */
const OPENING = /^[),;\s]|^\.\s/;
/** Elements that are never part of a count's own content. */
const NEVER_FALLBACK =
  'ot-session, ot-connection-count, script, h1, h2, h3, header, footer, main, nav, section, article, form, table';

/** Whether `seemsUnclosed()` may return true; a cheap check. */
export function mayBeUnclosed(element: Element): boolean {
  return element.querySelector(NEVER_FALLBACK) !== null || (isLast(element) && OPENING.test(element.textContent));
}

/**
 * Whether an element seems to have been written as `<ot-connection-count />`. HTML does not close it there: everything up to
 * the end of its parent becomes its content. The DOM keeps no trace of the slash, so this compares whitespace, which
 * authors usually write the same way at both ends of an element.
 */
export function seemsUnclosed(element: Element): boolean {
  if (element.querySelector(NEVER_FALLBACK)) return true;
  if (!isLast(element)) return false;
  const text = element.textContent;
  if (!text.trim()) return false;
  // as OPENING, without the whitespace
  if (/^([),;]|\.\s)/.test(text)) return true;
  const [start, end] = [/^\s*/, /\s*$/].map((space) => whitespace(space.exec(text)?.[0]));
  if (start === 'none') return false;
  if (start !== end) return true;
  // for text on separate lines, the end tag would be on a separate line, too
  return start === 'lines' && whitespace(/\s*$/.exec(element.previousSibling?.textContent ?? '')?.[0]) === 'lines';
}

/** An unclosed element is its parent's last child; so is that of a `data-` host, which contains the host's text. */
function isLast(element: Element): boolean {
  return !element.nextSibling && !element.matches('[data-ot-connection-count] > *');
}

function whitespace(text: string = ''): 'none' | 'spaces' | 'lines' {
  if (text === '') return 'none';
  return text.includes('\n') ? 'lines' : 'spaces';
}
