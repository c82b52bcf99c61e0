import {callReportingErrors} from '../scheduling/call-reporting-errors.js';
import type {SessionEvent, SessionEventMap} from './session-events.js';

/** A function given to `session.on()`. */
export type SessionHandler<Event extends SessionEvent = SessionEvent> = (event: Event) => void;

/** Handlers by event type, as accepted by `session.on()`. */
export type SessionHandlerMap = {
  [Type in keyof SessionEventMap]?: SessionHandler<SessionEventMap[Type]>;
};

interface Listener {
  readonly handler: SessionHandler;
  readonly context: unknown;
  readonly once: boolean;
}

/**
 * The listeners of a session. Follows the vendor's `on()`, `once()`, and `off()`, except that `off()` with a handler removes
 * every matching registration, where the vendor's removes one.
 */
export class SessionListeners {
  // arrays are replaced, never modified: a dispatch iterates over the one it started with
  readonly #listeners = new Map<string, readonly Listener[]>();

  add(types: unknown, handler: unknown, context: unknown, once: boolean): void {
    for (const [type, each, self] of registrations(types, handler, context)) {
      if (typeof each !== 'function') throw new TypeError(`"${type}": the handler is not a function.`);
      const listener = {handler: each as SessionHandler, context: self, once};
      this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
    }
  }

  remove(types: unknown, handler: unknown, context: unknown): void {
    if (!types) this.#listeners.clear();
    else
      for (const [type, each, self] of registrations(types, handler, context)) {
        const kept = (this.#listeners.get(type) ?? []).filter(
          (l) => (each ? l.handler !== each : false) || (self ? l.context !== self : false),
        );
        this.#listeners.set(type, kept);
      }
  }

  /** Calls the listeners in registration order. What a listener throws is reported, and the next one is called. */
  dispatch(event: SessionEvent): void {
    const listeners = this.#listeners.get(event.type);
    if (!listeners) return;
    for (const listener of listeners) {
      if (listener.once) this.#drop(event.type, listener);
      callReportingErrors(() => {
        listener.handler.call(listener.context ?? event.target, event);
      });
    }
  }

  #drop(type: string, listener: Listener): void {
    this.#listeners.set(
      type,
      (this.#listeners.get(type) ?? []).filter((l) => l !== listener),
    );
  }
}

/** Normalizes `('a b', handler, context)` and `({a: handler, b: handler}, context)` to [type, handler, context] entries. */
function registrations(
  types: unknown,
  handler: unknown,
  context: unknown,
): [type: string, handler: unknown, context: unknown][] {
  if (typeof types === 'string') {
    return types
      .split(/\s+/)
      .filter(Boolean)
      .map((type) => [type, handler, context]);
  }
  if (typeof types !== 'object' || types === null) {
    throw new TypeError('Neither an event name nor an object of handlers.');
  }
  return Object.entries(types).map(([type, each]) => [type, each, handler]);
}
