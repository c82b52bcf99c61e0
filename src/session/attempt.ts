import {loadEngine} from '../engines/engine-registry.js';
import {type Member, joinShared, sharedConfig} from '../engines/shared-connection.js';
import type {CredentialsSource} from './credentials.js';
import {type SessionConfig, checkConfig} from './session-config.js';
import {SessionError} from './session-error.js';

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
  const limit = Math.min(Number(plan.timeLimit) > 0 ? Number(plan.timeLimit) : TIME_LIMIT, LONGEST_TIMER);
  const timer = setTimeout(() => {
    controller.abort(
      new SessionError('timed-out', `No answer within ${limit / 1000} s. Is the network, or the service, down?`),
    );
  }, limit);
  try {
    await whileAlive(signal, plan.config.engine, join(plan, member, signal));
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What a call answers, within a time limit.
 *
 * @param limit in milliseconds
 * @throws {SessionError} `timed-out`, or what the call throws
 */
export async function timeLimited(limit: number, call: () => Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await Promise.race([
      call(),
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          reject(new SessionError('timed-out', `No answer within ${limit / 1000} s.`));
        }, limit);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What an engine answers, if it does before the signal is aborted.
 *
 * @throws {SessionError} the signal's reason; or what the engine throws, as a `cause` if it is no such error
 */
export async function whileAlive<Answer>(
  signal: AbortSignal,
  engine: string,
  answer: Promise<Answer>,
): Promise<Answer> {
  const over = new AbortController();
  try {
    return await Promise.race([
      answer,
      new Promise<never>((_, reject) => {
        const stop = () => {
          reject(signal.reason as SessionError);
        };
        // what was called until here may have ended it
        if (signal.aborted) stop();
        signal.addEventListener('abort', stop, over);
      }),
    ]);
  } catch (error) {
    throw error instanceof SessionError
      ? error
      : new SessionError('connect-failed', `engine="${engine}" failed; see the error’s cause.`, error);
  } finally {
    over.abort();
  }
}

async function join(plan: AttemptPlan, member: Member, signal: AbortSignal, refreshed = false): Promise<void> {
  const {source, resolved} = plan;
  const requested = plan.config;
  // an element that is rendered again joins the connection there is, for which it needs no new credentials
  const find = () => (source && !refreshed ? sharedConfig(requested, source.id) : undefined);
  const ask = () => (source ? askSource(requested, source, signal) : requested);
  const [engine, given] = await Promise.all([loadEngine(requested.engine), find() ? undefined : ask()]);
  // that connection may have ended meanwhile
  const config = given ?? find() ?? (await ask());
  signal.throwIfAborted();
  resolved(config);
  checkConfig(config);
  try {
    await joinShared(engine, {config, requested, source: source?.id}, member, signal);
  } catch (error) {
    const refused = error instanceof SessionError && error.code === 'authentication-failed';
    if (!refused || !source || refreshed) throw error;
    await join(plan, member, signal, true);
  }
}

/** Most sessions have no source, and so do not load what asks one. */
async function askSource(
  config: SessionConfig,
  source: CredentialsSource,
  signal: AbortSignal,
): Promise<SessionConfig> {
  const {withCredentials} = await import('./request-credentials.js').catch((error: unknown) => {
    throw new SessionError(
      'credentials-unavailable',
      'src or getCredentials: its script could not be loaded. Is the page offline, or the script blocked?',
      error,
    );
  });
  signal.throwIfAborted();
  return withCredentials(config, source, signal);
}
