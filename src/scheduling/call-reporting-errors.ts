/**
 * Calls a callback, and reports the exception that it may throw instead of throwing it.
 *
 * @see https://html.spec.whatwg.org/multipage/webappapis.html#report-the-exception
 */
export function callReportingErrors(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    if (typeof reportError === 'function') reportError(error);
    else console.error(error);
  }
}
