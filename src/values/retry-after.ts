import {LONGEST_RETRY_AFTER} from './longest-retry-after.js';
import {pageSingleton} from './page-singleton.js';

/** A wait is extended at random by up to this fraction, so that pages do not all retry at the same time. */
const JITTER = 0.1;

/** When each URL may be requested again, by `performance.now()`. */
const requestTimes = pageSingleton('ot-elements.retry-after.1', () => new Map<string, number>());

/** How long to wait before requesting a URL, in milliseconds, as its server requested; 0 if it did not. */
export function retryAfter({href}: URL): number {
  return Math.max(0, (requestTimes.get(href) ?? 0) - performance.now());
}

/**
 * Remembers the `Retry-After` header of a response with the status 429 or 503.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function noteRetryAfter({href}: URL, {status, headers}: Response): void {
  const header = headers.get('retry-after');
  if (header === null || (status !== 429 && status !== 503)) return;
  const wait = Math.min(milliseconds(header, headers.get('date')) * (1 + Math.random() * JITTER), LONGEST_RETRY_AFTER);
  if (wait > 0) requestTimes.set(href, performance.now() + wait);
}

/** The wait that the header requests, in milliseconds; NaN if it is neither a number of seconds nor a date. */
function milliseconds(header: string, serverDate: string | null): number {
  if (/^\d+(\.\d+)?$/.test(header)) return Number(header) * 1000;
  if (!/^[a-z]/i.test(header)) return NaN;
  // the client's clock may be wrong
  const now = parseDate(serverDate ?? '');
  return parseDate(header) - (Number.isNaN(now) ? Date.now() : now);
}

/** Parses an HTTP date, whose asctime format has no time zone: RFC 9110, section 5.6.7. */
function parseDate(text: string): number {
  return Date.parse(/gmt$/i.test(text) ? text : `${text} GMT`);
}
