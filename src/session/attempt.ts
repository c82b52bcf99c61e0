import {loadEngine} from '../engines/engine-registry.js';
import {type Member, joinShared} from '../engines/shared-connection.js';
import {type CredentialsSource, withCredentials} from './credentials.js';
import {type SessionConfig, checkConfig} from './session-config.js';
import {SessionError} from './session-error.js';

/** A timer of more milliseconds than this would go off at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** What an attempt is made with. */
export interface AttemptPlan {
  readonly config: SessionConfig;
  readonly source: CredentialsSource | undefined;
  /** In milliseconds. */
  readonly timeLimit: number;
  /** Told the configuration as it is with the credentials of this attempt. */
  readonly resolved: (config: SessionConfig) => void;
}

/**
 * One attempt to join a session. It ends with its controller's signal and within its time, whatever the engine does.
 *
 * @throws {SessionError}
 */
export async function attempt(plan: AttemptPlan, member: Member, controller: AbortController): Promise<void> {
  const {signal} = controller;
  const timer = setTimeout(
    () => {
      const seconds = plan.timeLimit / 1000;
      controller.abort(
        new SessionError('timed-out', `No answer within ${seconds} s. Is the network, or the service, down?`),
      );
    },
    Math.min(plan.timeLimit, LONGEST_TIMER),
  );
  try {
    await Promise.race([
      join(plan, member, signal),
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as SessionError);
        });
      }),
    ]);
  } catch (error) {
    throw error instanceof SessionError
      ? error
      : new SessionError('connect-failed', `engine="${plan.config.engine}" failed; see the error’s cause.`, error);
  } finally {
    clearTimeout(timer);
  }
}

async function join(plan: AttemptPlan, member: Member, signal: AbortSignal, refreshed = false): Promise<void> {
  const {source, resolved} = plan;
  const [engine, config] = await Promise.all([
    loadEngine(plan.config.engine),
    source ? withCredentials(plan.config, source, signal) : plan.config,
  ]);
  signal.throwIfAborted();
  resolved(config);
  checkConfig(config);
  try {
    await joinShared(engine, config, source?.id, member, signal);
  } catch (error) {
    const refused = error instanceof SessionError && error.code === 'authentication-failed';
    if (!refused || !source || refreshed) throw error;
    await join(plan, member, signal, true);
  }
}
