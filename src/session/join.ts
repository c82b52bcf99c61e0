import type {Engine} from '../engines/engine.js';
import {joinShared, sharedConfig} from '../engines/join-shared.js';
import type {Member} from '../engines/shared-connection.js';
import type {AttemptPlan} from './attempt.js';
import type {CredentialsSource} from './credentials-source.js';
import {type SessionConfig, checkConfig} from '../values/session-config.js';
import {SessionError, loadFailureMessage} from '../values/session-error.js';

/**
 * Gets the credentials for an attempt, and joins with them: over the connection that this page already has, or over a new
 * one. If the token is refused, tries once more with new credentials.
 *
 * @param loading a promise for the engine
 * @param refreshed whether this is the second try
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
  // an element that is rendered again needs no new credentials for the existing connection
  const find = () => (source && !refreshed ? sharedConfig(requested, source.id) : undefined);
  const request = () => (source ? requestFrom(requested, source, signal) : requested);
  const [engine, given] = await Promise.all([loading, find() ? undefined : request()]);
  // that connection may have ended in the meantime
  const config = given ?? find() ?? (await request());
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

/** Requests credentials. The code for it is loaded on demand, since most sessions have no source. */
async function requestFrom(
  config: SessionConfig,
  source: CredentialsSource,
  signal: AbortSignal,
): Promise<SessionConfig> {
  const {requestCredentials} = await import('./request-credentials.js').catch((error: unknown) => {
    throw new SessionError('credentials-unavailable', loadFailureMessage('<ot-session src>'), error);
  });
  signal.throwIfAborted();
  return requestCredentials(config, source, signal);
}
