import {rejectOnAbort} from '../scheduling/reject-on-abort.js';
import {startTimer} from '../scheduling/timer.js';
import {SessionError} from '../values/session-error.js';

/**
 * Calls an engine, and resolves with its answer unless the controller is aborted first, as it is when the time is up.
 *
 * @param limit in milliseconds
 * @param engine the engine's name
 * @throws {SessionError} `timed-out`, or another reason of the controller's signal; what the engine throws, as the `cause` if
 *   it is not a SessionError
 */
export async function answerWithin<Answer>(
  limit: number,
  engine: string,
  controller: AbortController,
  call: () => Promise<Answer>,
): Promise<Answer> {
  const answered = new AbortController();
  startTimer(limit, answered.signal, () => {
    const message = `No answer within ${limit / 1000} s. Is the network, or the service, down?`;
    controller.abort(new SessionError('timed-out', message));
  });
  try {
    return await Promise.race([call(), rejectOnAbort(controller.signal, answered)]);
  } catch (error) {
    throw error instanceof SessionError
      ? error
      : new SessionError('connect-failed', `<ot-session engine="${engine}"> failed; see the error’s cause.`, error);
  } finally {
    answered.abort();
  }
}
