import type {Engine} from '../engines/engine.js';
import {joinShared, sharedConfig} from '../engines/join-shared.js';
import type {Member} from '../engines/shared-connection.js';
import type {AttemptPlan} from './attempt.js';
import type {CredentialsSource} from './credentials.js';
import {type SessionConfig, checkConfig} from '../values/session-config.js';
import {SessionError, loadFailureMessage} from '../values/session-error.js';

/**
 * Joins a session: the connection that this page has to it, or a new one.
 *
 * @param loading the engine
 * @param refreshed whether the credentials have been requested anew already
 * @throws {SessionError}
 */
export async function join(
  plan: AttemptPlan,
  loading: Promise<Engine>,
  member: Member,
  signal: AbortSignal,
  refreshed = false,
): Promise<void> {
  const {source, resolved} = plan;
  const requested = plan.config;
  // an element that is rendered again joins the connection there is, for which it needs no new credentials
  const find = () => (source && !refreshed ? sharedConfig(requested, source.id) : undefined);
  const ask = () => (source ? askSource(requested, source, signal) : requested);
  const [engine, given] = await Promise.all([loading, find() ? undefined : ask()]);
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
    await join(plan, loading, member, signal, true);
  }
}

/** Most sessions have no source, and so do not load what asks one. */
async function askSource(
  config: SessionConfig,
  source: CredentialsSource,
  signal: AbortSignal,
): Promise<SessionConfig> {
  const {withCredentials} = await import('./request-credentials.js').catch((error: unknown) => {
    throw new SessionError('credentials-unavailable', loadFailureMessage('src or getCredentials'), error);
  });
  signal.throwIfAborted();
  return withCredentials(config, source, signal);
}
