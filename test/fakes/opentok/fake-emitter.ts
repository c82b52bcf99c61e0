import type {FakeEvent} from './fake-event.js';

type Handler = (event: FakeEvent) => void;

interface Listener {
  readonly handler: Handler;
  readonly context: unknown;
  readonly once: boolean;
  /** Whether it is the SDK's own. */
  readonly internal: boolean;
}

/** The SDK's event emitter, which follows the rules of Node's EventEmitter in part. */
export class FakeEmitter {
  readonly #listeners = new Map<string, Listener[]>();
  /** What listeners threw: the SDK logs it, and stops the dispatch. */
  readonly swallowed: unknown[] = [];
  /** The number of `off()` calls that also remove other code's listeners. */
  bareOffs = 0;

  on(types: string, handler: Handler, context?: unknown): this {
    return this.#add(types, {handler, context, once: false, internal: false});
  }

  once(types: string, handler: Handler, context?: unknown): this {
    return this.#add(types, {handler, context, once: true, internal: false});
  }

  /** Adds a listener of the SDK itself, which runs in order among the page's listeners. */
  protected answer(type: string, handler: Handler): void {
    this.#add(type, {handler, context: undefined, once: true, internal: true});
  }

  #add(types: string, listener: Listener): this {
    for (const type of types.split(/\s+/)) {
      this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
    }
    return this;
  }

  off(types?: string, handler?: Handler): this {
    if (types === undefined || handler === undefined) this.bareOffs++;
    for (const type of types?.split(/\s+/) ?? [...this.#listeners.keys()]) {
      const listeners = this.#listeners.get(type) ?? [];
      const index = handler ? listeners.findIndex((one) => one.handler === handler) : 0;
      this.#listeners.set(
        type,
        listeners.filter((_, at) => handler && at !== index),
      );
    }
    return this;
  }

  /** The number of the page's listeners, of this type or of all. */
  listenerCount(type?: string): number {
    const listeners = type === undefined ? [...this.#listeners.values()].flat() : (this.#listeners.get(type) ?? []);
    return listeners.filter(({internal}) => !internal).length;
  }

  emit(type: string, event: unknown): void {
    try {
      // adding or removing a listener takes effect at the next event
      for (const {handler, context, once} of this.#listeners.get(type) ?? []) {
        if (once) this.off(type, handler);
        handler.call(context, event as FakeEvent);
      }
    } catch (error) {
      // the remaining listeners are not called
      this.swallowed.push(error);
    }
  }
}
