import {loadEngine} from '../engines/engine-registry.js';
import type {Member} from '../engines/shared-connection.js';
import {markAsHandled} from '../scheduling/mark-as-handled.js';
import {answerWithin} from './answer-within.js';
import type {CredentialsSource} from './credentials-source.js';
import type {SessionConfig} from '../values/session-config.js';
import {SessionError, loadFailureMessage} from '../values/session-error.js';

/** The default time limit of an attempt, in milliseconds. */
const DEFAULT_TIME_LIMIT = 30_000;

export interface AttemptPlan {
  readonly config: SessionConfig;
  readonly source: CredentialsSource | undefined;
  /** In milliseconds; anything but a number above 0 means the default. */
  readonly timeLimit: number | undefined;
  /** Called with the configuration, including this attempt's credentials. */
  readonly resolved: (config: SessionConfig) => void;
}

/**
 * Makes one attempt to join a session. It ends when its controller is aborted or its time is up, even if the engine has not settled.
 *
 * @throws {SessionError}
 */
export function attempt(plan: AttemptPlan, member: Member, controller: AbortController): Promise<void> {
  const timeLimit = Number(plan.timeLimit);
  const {engine} = plan.config;
  return answerWithin(timeLimit > 0 ? timeLimit : DEFAULT_TIME_LIMIT, engine, controller, async () => {
    // the engine and join.js load in parallel
    const loading = markAsHandled(loadEngine(engine));
    const joinWith = await loadJoin(engine);
    await joinWith(plan, loading, member, controller.signal);
  });
}

let join: typeof import('./join.js').join | undefined;

/** Loads join.js, which is not needed until a session connects. */
async function loadJoin(engine: string): Promise<NonNullable<typeof join>> {
  try {
    // cached, since even an `import()` of a loaded module is asynchronous
    return (join ??= (await import('./join.js')).join);
  } catch (error) {
    throw new SessionError('engine-load-failed', loadFailureMessage(`<ot-session engine="${engine}">`), error);
  }
}
