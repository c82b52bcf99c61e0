import {rejectOnAbort} from '../scheduling/reject-on-abort.js';
import {startTimer} from '../scheduling/timer.js';
import {SessionError} from '../values/session-error.js';

/**
 * Calls a function, and resolves with its answer unless the controller is aborted first. Aborts it when the time is up.
 *
 * @param limit in milliseconds
 * @param engine the engine's name, for the message of `connect-failed`
 * @throws {SessionError} `timed-out`, or another reason of the controller's signal; or what the function throws, as the
 *   `cause` of a `connect-failed` if it is not a SessionError
 */
export async function answerWithin<Answer>(
  limit: number,
  engine: string,
  controller: AbortController,
  call: () => Promise<Answer>,
): Promise<Answer> {
  const answered = new AbortController();
  startTimer(limit, answered.signal, () => {
    const message = `No answer within ${limit / 1000} s from the service or getCredentials().`;
    controller.abort(new SessionError('timed-out', message));
  });
  try {
    return await Promise.race([call(), rejectOnAbort(controller.signal, answered)]);
  } catch (error) {
    throw error instanceof SessionError
      ? error
      : new SessionError('connect-failed', `<ot-session engine="${engine}"> failed; see error.cause.`, error);
  } finally {
    answered.abort();
  }
}
