import type {SessionEvent} from '../src/session/session-events.js';
import type {Session} from '../src/session/session.js';

/** The types of the events of the vendor's sessions that the engine listens to. */
export const VENDOR_EVENTS = [
  'sessionConnected',
  'connectionCreated',
  'connectionDestroyed',
  'sessionReconnecting',
  'sessionReconnected',
  'sessionDisconnected',
] as const;

/** The types of the events of our sessions. */
export const EVENT_TYPES = [...VENDOR_EVENTS, 'connectionCountChange', 'error'] as const;

/** Records the session's events as `type id-or-reason`, in the order in which they are dispatched. */
export function recordEvents(session: Session): string[] {
  const log: string[] = [];
  for (const type of EVENT_TYPES) {
    session.on(type, (event: SessionEvent) => {
      const {connection, reason, error} = event as SessionEvent & {
        connection?: {connectionId: string};
        reason?: string;
        error?: {code: string};
      };
      log.push([event.type, connection?.connectionId, reason, error?.code].filter(Boolean).join(' '));
    });
  }
  return log;
}
