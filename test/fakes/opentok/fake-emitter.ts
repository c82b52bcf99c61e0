import type {FakeEvent} from './fake-event.js';

type Handler = (event: FakeEvent) => void;

interface Listener {
  readonly handler: Handler;
  readonly context: unknown;
  readonly once: boolean;
  /** The SDK's own. */
  readonly internal: boolean;
}

/** By the rules of Node's EventEmitter, as far as the SDK has them. */
export class FakeEmitter {
  readonly #listeners = new Map<string, Listener[]>();
  /** What listeners threw: the SDK logs it, and goes no further. */
  readonly swallowed: unknown[] = [];
  /** Calls of `off()` that remove listeners of others, too. */
  bareOffs = 0;

  on(types: string, handler: Handler, context?: unknown): this {
    return this.#add(types, {handler, context, once: false, internal: false});
  }

  once(types: string, handler: Handler, context?: unknown): this {
    return this.#add(types, {handler, context, once: true, internal: false});
  }

  /** What the SDK itself listens to on behalf of the page: in the same order as the page's listeners. */
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

  /** How many listeners the page has, of this type or of all. */
  listenerCount(type?: string): number {
    const listeners = type === undefined ? [...this.#listeners.values()].flat() : (this.#listeners.get(type) ?? []);
    return listeners.filter(({internal}) => !internal).length;
  }

  emit(type: string, event: unknown): void {
    try {
      // those of now: what a listener adds or removes counts from the next event on
      for (const {handler, context, once} of this.#listeners.get(type) ?? []) {
        if (once) this.off(type, handler);
        handler.call(context, event as FakeEvent);
      }
    } catch (error) {
      // the rest of them hear nothing
      this.swallowed.push(error);
    }
  }
}
