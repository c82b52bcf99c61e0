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
  /** A listener for one event may be met again by a dispatch that was begun before. */
  spent?: boolean;
}

/** The listeners of one session, by the rules of the vendor's `on`, `once` and `off` (those of Node's EventEmitter). */
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
        // with a handler, one registration of it goes, as in the vendor's SDK
        let left = each ? 1 : Infinity;
        const isMeant = (l: Listener) => (!each || l.handler === each) && (!self || l.context === self) && left-- > 0;
        this.#listeners.set(
          type,
          (this.#listeners.get(type) ?? []).filter((l) => !isMeant(l)),
        );
      }
  }

  /** Calls the listeners in the order they were added; one that throws is reported and the next is called all the same. */
  dispatch(event: SessionEvent): void {
    const listeners = this.#listeners.get(event.type);
    if (!listeners) return;
    for (const listener of listeners) {
      if (listener.spent) continue;
      if (listener.once) {
        listener.spent = true;
        this.#drop(event.type, listener);
      }
      guarded(() => {
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

/** Runs a page's function; what it throws is the page's error, and stops nothing of ours. */
export function guarded<Given>(run: (given?: Given) => void, given?: Given): void {
  try {
    run(given);
  } catch (error) {
    if (typeof reportError === 'function') reportError(error);
    else console.error(error);
  }
}
