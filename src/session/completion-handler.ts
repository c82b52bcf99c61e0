import {callReportingErrors} from '../scheduling/call-reporting-errors.js';
import type {SessionError} from '../values/session-error.js';

/** The vendor's completion handler: called when an operation has finished, with the error if it failed. */
export type CompletionHandler = (error?: SessionError) => void;

/**
 * Calls a completion handler, if there is one, when the promise settles. A rejection is marked as handled, because an event
 * or the handler reports it.
 *
 * @returns {Promise<void>} the same promise
 */
export function withCompletionHandler(promise: Promise<void>, handler?: CompletionHandler): Promise<void> {
  // the vendor passes no argument at all on success
  const complete = (...error: [SessionError?]) => {
    callReportingErrors(() => {
      if (typeof handler === 'function') handler(...error);
    });
  };
  promise.then(() => {
    complete();
  }, complete);
  return promise;
}
