import {callReportingErrors} from '../scheduling/call-reporting-errors.js';
import type {SessionEvent, SessionEventMap} from './session-events.js';

/** A function given to `session.on()`. */
export type SessionHandler<Event extends SessionEvent = SessionEvent> = (event: Event) => void;

/** Handlers by the event's name, as `session.on()` takes them. */
export type SessionHandlerMap = {
  [Type in keyof SessionEventMap]?: SessionHandler<SessionEventMap[Type]>;
};

interface Listener {
  readonly handler: SessionHandler;
  readonly context: unknown;
  readonly once: boolean;
}

/**
 * The listeners of one session, by the rules of the vendor's `on`, `once` and `off`; but that `off` with a handler takes all
 * of its registrations that fit, where the vendor's takes one, and only of the very same context: none is left behind.
 */
export class SessionListeners {
  // an array is never changed but replaced, so that a dispatch goes on over the one it began with
  readonly #listeners = new Map<string, readonly Listener[]>();

  add(types: unknown, handler: unknown, context: unknown, once: boolean): void {
    for (const [type, each, self] of pairs(types, handler, context)) {
      if (typeof each !== 'function') throw new TypeError(`"${type}": the handler is not a function.`);
      const listener = {handler: each as SessionHandler, context: self, once};
      this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
    }
  }

  remove(types: unknown, handler: unknown, context: unknown): void {
    if (!types) this.#listeners.clear();
    else
      for (const [type, each, self] of pairs(types, handler, context)) {
        const kept = (this.#listeners.get(type) ?? []).filter(
          (l) => (each ? l.handler !== each : false) || (self ? l.context !== self : false),
        );
        this.#listeners.set(type, kept);
      }
  }

  /** Calls the listeners in the order they were added; one that throws is reported and the next is called all the same. */
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

/** `('a b', handler, context)` and `({a: handler, b: handler}, context)` alike, as [name, handler, context]. */
function pairs(
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
    throw new TypeError('Not an event name, nor an object of handlers by event name.');
  }
  return Object.entries(types).map(([type, each]) => [type, each, handler]);
}
