/** How the rest of a sentence begins, or a text on lines of its own. */
const OPENING = /^[),;\s]|^\.\s/;
/** What is not in the text that stands for an unknown number. */
const NEVER_FALLBACK =
  'ot-session, ot-connection-count, script, h1, h2, h3, header, footer, main, nav, section, article, form, table';

/** Whether it is worth asking `seemsUnclosed()`. */
export function mayBeUnclosed(element: Element): boolean {
  return element.querySelector(NEVER_FALLBACK) !== null || (isLast(element) && OPENING.test(element.textContent));
}

/**
 * Whether an element looks as if it was written `<ot-connection-count />`. HTML does not close it there: the parser takes
 * what follows, up to the end of the parent, for its content. Nothing else in the document shows it, so this compares the
 * whitespace: what an author writes between two tags begins and ends alike.
 */
export function seemsUnclosed(element: Element): boolean {
  if (element.querySelector(NEVER_FALLBACK)) return true;
  if (!isLast(element)) return false;
  const text = element.textContent;
  if (!text.trim()) return false;
  if (/^([),;]|\.\s)/.test(text)) return true;
  const [start, end] = [/^\s*/, /\s*$/].map((space) => whitespace(space.exec(text)?.[0]));
  if (start === 'none') return false;
  if (start !== end) return true;
  // on lines of its own: so the end tag would be, too
  return start === 'lines' && whitespace(/\s*$/.exec(element.previousSibling?.textContent ?? '')?.[0]) === 'lines';
}

/** What follows an element that is not closed is in it; but in a `data-` host, the host's text was put there. */
function isLast(element: Element): boolean {
  return !element.nextSibling && !element.matches('[data-ot-connection-count] > *');
}

function whitespace(text: string = ''): 'none' | 'spaces' | 'lines' {
  if (text === '') return 'none';
  return text.includes('\n') ? 'lines' : 'spaces';
}
