import {loadEngine} from '../engines/engine-registry.js';
import type {Member} from '../engines/shared-connection.js';
import type {CredentialsSource} from './credentials.js';
import type {SessionConfig} from '../values/session-config.js';
import {SessionError, loadFailureMessage} from '../values/session-error.js';

/** A timer of more milliseconds than this would go off at once. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** How long an attempt may take if nothing else is said, in milliseconds. */
const TIME_LIMIT = 30_000;

/** What an attempt is made with. */
export interface AttemptPlan {
  readonly config: SessionConfig;
  readonly source: CredentialsSource | undefined;
  /** In milliseconds; what is no such number is the usual limit. */
  readonly timeLimit: number | undefined;
  /** Called with the configuration and the credentials of this attempt. */
  readonly resolved: (config: SessionConfig) => void;
}

/**
 * One attempt to join a session. It ends with its controller's signal and within its time, whatever the engine does.
 *
 * @throws {SessionError}
 */
export function attempt(plan: AttemptPlan, member: Member, controller: AbortController): Promise<void> {
  const limit = Number(plan.timeLimit) > 0 ? Number(plan.timeLimit) : TIME_LIMIT;
  const {engine} = plan.config;
  return answerWithin(limit, engine, controller, async () => {
    // requested at the same time
    const loading = loadEngine(engine);
    loading.catch(() => undefined);
    await (
      await loadJoin(engine)
    )(plan, loading, member, controller.signal);
  });
}

let join: typeof import('./join.js').join | undefined;

/** Loaded with the engine, since it is of no use before. */
async function loadJoin(engine: string): Promise<NonNullable<typeof join>> {
  try {
    // even an `import()` of what is loaded takes its time, which every attempt would wait for
    return (join ??= (await import('./join.js')).join);
  } catch (error) {
    throw new SessionError('engine-load-failed', loadFailureMessage(`engine="${engine}"`), error);
  }
}

/**
 * Calls an engine, and resolves with its answer if there is one before the controller is aborted, as it is at the time limit.
 *
 * @param limit in milliseconds
 * @param engine its name
 * @throws {SessionError} `timed-out`, or another reason of the controller's signal; what the engine throws, as a `cause` if
 *   it is no such error
 */
export async function answerWithin<Answer>(
  limit: number,
  engine: string,
  controller: AbortController,
  call: () => Promise<Answer>,
): Promise<Answer> {
  const {signal} = controller;
  const answered = new AbortController();
  const timer = setTimeout(
    () => {
      const message = `No answer within ${limit / 1000} s. Is the network, or the service, down?`;
      controller.abort(new SessionError('timed-out', message));
    },
    Math.min(limit, LONGEST_TIMER),
  );
  try {
    return await Promise.race([
      call(),
      new Promise<never>((_, reject) => {
        const stop = () => {
          reject(signal.reason as SessionError);
        };
        // the call itself may have ended it
        if (signal.aborted) stop();
        signal.addEventListener('abort', stop, answered);
      }),
    ]);
  } catch (error) {
    throw error instanceof SessionError
      ? error
      : new SessionError('connect-failed', `engine="${engine}" failed; see the error’s cause.`, error);
  } finally {
    clearTimeout(timer);
    answered.abort();
  }
}
