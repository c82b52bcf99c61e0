import {pageSingleton} from '../values/page-singleton.js';
import {type SessionConfig, sessionKey} from '../values/session-config.js';
import {redactCredentials} from '../values/resolved-url.js';
import {SessionError} from '../values/session-error.js';
import {runInNextTaskOrOnPagehide} from '../scheduling/next-task-or-pagehide.js';
import type {Engine} from './engine.js';
import {type ConnectionTarget, type Member, SharedConnection, isSuppressed} from './shared-connection.js';

/**
 * For how many tasks to wait until a connection with other credentials has ended: a removed element has one task to be inserted
 * again, and its connection has one more.
 */
const MAX_TASKS_TO_WAIT = 3;

/** The connections of this page by session, or by the vendor's session that was adopted. */
const shared = pageSingleton(
  'ot-elements.shared-connections.1',
  () => new Map<unknown, Pick<SharedConnection, 'target' | 'join'>>(),
);

/**
 * The configuration of this page's connection to the same session, with credentials from the same source; undefined if there is
 * none. A session that shares this connection needs no credentials of its own.
 */
export function sharedConfig(requested: SessionConfig, source: unknown): SessionConfig | undefined {
  const key = sessionKey(requested);
  for (const {target} of shared.values()) {
    const isSame =
      target.source === source &&
      sessionKey(target.requested) === key &&
      isSuppressed(target.requested) === isSuppressed(requested);
    if (isSame) return target.config;
  }
  return undefined;
}

/**
 * Joins a session, sharing the page's connection to it if there is one: an engine is called once for each session id. The
 * connection ends when its last member aborts its signal.
 *
 * @throws {SessionError} `session-in-use` if the page is in this session with other credentials, or with another value of
 *   `connectionEventsSuppressed`; and what the engine throws
 */
export async function joinShared(
  engine: Engine,
  target: ConnectionTarget,
  member: Member,
  signal: AbortSignal,
): Promise<void> {
  const {config} = target;
  const key = config.adopted ?? JSON.stringify([config.engine, config.service, config.sessionId]);
  const isInUse = () => {
    const existing = shared.get(key)?.target;
    if (!existing) return false;
    return credentialsOf(existing) !== credentialsOf(target) || isSuppressed(existing.config) !== isSuppressed(config);
  };
  // an element that is rendered again may have a new token, and the one with the old token is about to leave
  for (let tasks = 0; isInUse() && tasks < MAX_TASKS_TO_WAIT; tasks++) {
    await new Promise<void>(runInNextTaskOrOnPagehide);
    signal.throwIfAborted();
  }
  if (isInUse()) {
    throw new SessionError(
      'session-in-use',
      `<ot-session session-id="${redactCredentials(config.sessionId)}">: the page is in this session with another key, token, or roster. Set the same on all its elements.`,
    );
  }
  let connection = shared.get(key);
  if (!connection) shared.set(key, (connection = new SharedConnection(engine, target, () => shared.delete(key))));
  await connection.join(member, signal);
}

/** A value that is equal for the same credentials: their source, or the credentials themselves if they have none. */
function credentialsOf({source, config: {apiKey, applicationId, token}}: ConnectionTarget): unknown {
  return source ?? JSON.stringify([apiKey, applicationId, token]);
}
