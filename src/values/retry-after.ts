/** No server is left alone for longer than this, in milliseconds: some write a point in time where seconds belong. */
export const LONGEST_RETRY_AFTER = 86_400_000;
/** By up to this part of it, a wait is longer than the server asked, so that not all pages come back at once. */
const SPREAD = 0.1;

/** When each URL may be requested again, by `performance.now()`; shared by all copies of this package in the page. */
type RequestTimes = Map<string, number>;
const page = globalThis as Partial<Record<symbol, RequestTimes>>;
const requestTimes = (page[Symbol.for('ot-elements.retry-after.1')] ??= new Map() as RequestTimes);

/** How long a URL may not be requested yet, in milliseconds, because its server said so. */
export function retryAfter({href}: URL): number {
  const wait = (requestTimes.get(href) ?? 0) - performance.now();
  if (wait > 0) return wait;
  requestTimes.delete(href);
  return 0;
}

/**
 * Takes note of how long the server asks to wait, with a 429 or 503.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function noteRetryAfter({href}: URL, {status, headers}: Response): void {
  const asked = headers.get('retry-after');
  if (asked === null || (status !== 429 && status !== 503)) return;
  const wait = Math.min(milliseconds(asked, headers.get('date')) * (1 + Math.random() * SPREAD), LONGEST_RETRY_AFTER);
  if (wait > 0) requestTimes.set(href, performance.now() + wait);
}

/** NaN when it is neither a number of seconds nor a date. */
function milliseconds(asked: string, serverDate: string | null): number {
  if (/^\d+(\.\d+)?$/.test(asked)) return Number(asked) * 1000;
  if (!/^[a-z]/i.test(asked)) return NaN;
  // the visitor's clock may be wrong
  const now = dateOf(serverDate ?? '');
  return dateOf(asked) - (Number.isNaN(now) ? Date.now() : now);
}

/** The oldest of the three forms of HTTP's dates does not name the zone. */
function dateOf(text: string): number {
  return Date.parse(/gmt$/i.test(text) ? text : `${text} GMT`);
}
