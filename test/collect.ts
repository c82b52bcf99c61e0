import {queueTask} from '../src/scheduling/queue-task.js';
import type {SessionEvent} from '../src/session/session-events.js';
import type {Session} from '../src/session/session.js';

export const EVENT_TYPES = [
  'sessionConnected',
  'connectionCreated',
  'connectionDestroyed',
  'sessionReconnecting',
  'sessionReconnected',
  'sessionDisconnected',
  'connectionCountChange',
  'error',
] as const;

/** Writes down a session's events as `type id-or-reason`, in the order in which they come. */
export function collect(session: Session): string[] {
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

/**
 * Lets pending promises settle, and what is decided at the end of a task or two: in WebKit, a timer that is due goes before
 * messages that were posted earlier.
 */
export async function settled(): Promise<void> {
  for (let task = 0; task < 3; task++) await new Promise<void>(queueTask);
  await new Promise((resolve) => setTimeout(resolve));
}

/**
 * Resolves when it is so, at last after a time that no busy machine needs, and that is less than a test has.
 *
 * @param what is waited for, which a failure tells
 */
export async function until(condition: () => unknown, what: string, timeLimit = 8000): Promise<void> {
  const end = performance.now() + timeLimit;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Not so within ${timeLimit / 1000} s: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error & {code?: string}> {
  let resolved: unknown;
  try {
    resolved = await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error(`Expected a rejection, got ${String(resolved)}.`);
}

/** Runs with `console.error` and `console.warn` kept from the log; gives what was said. */
export function quietConsole(): {said: string[]; restore: () => void} {
  const {error, warn} = console;
  const said: string[] = [];
  console.error = console.warn = (...args: unknown[]) => said.push(args.map(String).join(' '));
  return {
    said,
    restore() {
      console.error = error;
      console.warn = warn;
    },
  };
}
