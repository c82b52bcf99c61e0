import {loadEngine} from '../engines/engine-registry.js';
import type {Member} from '../engines/shared-connection.js';
import type {CredentialsSource} from './credentials-source.js';
import type {SessionConfig} from '../values/session-config.js';
import {SessionError, loadFailureMessage} from '../values/session-error.js';

/** The longest delay that `setTimeout()` supports, in milliseconds. */
const MAX_TIMEOUT = 2 ** 31 - 1;
/** The default time limit of an attempt, in milliseconds. */
const DEFAULT_TIME_LIMIT = 30_000;

/** The input of an attempt. */
export interface AttemptPlan {
  readonly config: SessionConfig;
  readonly source: CredentialsSource | undefined;
  /** In milliseconds; anything but a number above 0 means the default. */
  readonly timeLimit: number | undefined;
  /** Called with the configuration, including this attempt's credentials. */
  readonly resolved: (config: SessionConfig) => void;
}

/**
 * Makes one attempt to join a session. It ends when its controller is aborted or its time is up, whatever the engine does.
 *
 * @throws {SessionError}
 */
export function attempt(plan: AttemptPlan, member: Member, controller: AbortController): Promise<void> {
  const limit = Number(plan.timeLimit) > 0 ? Number(plan.timeLimit) : DEFAULT_TIME_LIMIT;
  const {engine} = plan.config;
  return answerWithin(limit, engine, controller, async () => {
    // both are loaded in parallel
    const loading = loadEngine(engine);
    loading.catch(() => undefined);
    await (
      await loadJoin(engine)
    )(plan, loading, member, controller.signal);
  });
}

let join: typeof import('./join.js').join | undefined;

/** Loads what is needed only together with an engine. */
async function loadJoin(engine: string): Promise<NonNullable<typeof join>> {
  try {
    // cached, since even an `import()` of a loaded module is asynchronous
    return (join ??= (await import('./join.js')).join);
  } catch (error) {
    throw new SessionError('engine-load-failed', loadFailureMessage(`engine="${engine}"`), error);
  }
}

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
  const {signal} = controller;
  const answered = new AbortController();
  const timer = setTimeout(
    () => {
      const message = `No answer within ${limit / 1000} s. Is the network, or the service, down?`;
      controller.abort(new SessionError('timed-out', message));
    },
    Math.min(limit, MAX_TIMEOUT),
  );
  try {
    return await Promise.race([
      call(),
      new Promise<never>((_, reject) => {
        const stop = () => {
          reject(signal.reason as SessionError);
        };
        // the call itself may have aborted it
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
