import type {Frame} from './frame.js';

/** How often an attempt to join stops: before its lock, before it looks at the others' locks, and when it has looked. */
export const STEPS = 3;

/** Makes an attempt to join in a frame stop, so that others can do something meanwhile. */
export class Stepwise {
  readonly attempt: Promise<unknown>;
  #open: (() => void) | undefined;
  #finished = false;

  /** @param start makes the attempt; it resolves with the error if that is refused */
  constructor({window: {navigator}}: Frame, start: () => Promise<unknown>) {
    const {locks} = navigator;
    const gate = () => new Promise<void>((resolve) => (this.#open = resolve));
    let queries = 0;
    Object.defineProperty(navigator, 'locks', {
      configurable: true,
      value: {
        async request(name: string, options: LockOptions, callback: LockGrantedCallback<unknown>) {
          if (!options.mode && !options.steal && !name.endsWith(':leader')) await gate();
          return locks.request(name, options, callback);
        },
        async query() {
          // the first one only asks whether it may
          if (++queries !== 2) return locks.query();
          await gate();
          const snapshot = await locks.query();
          await gate();
          return snapshot;
        },
      },
    });
    this.attempt = start()
      .catch((error: unknown) => error)
      .finally(() => {
        this.#finished = true;
        // the prototype's again
        Reflect.deleteProperty(navigator, 'locks');
      });
  }

  /** Resolves when it has stopped, or is over. */
  async stopped(): Promise<void> {
    while (!this.#open && !this.#finished) await new Promise((resolve) => setTimeout(resolve));
  }

  /** Goes on until it stops again, or is over. */
  async step(): Promise<void> {
    await this.stopped();
    this.#open?.();
    this.#open = undefined;
    await this.stopped();
  }

  /** Goes on until it is over. */
  async finish(): Promise<unknown> {
    while (!this.#finished) await this.step();
    return this.attempt;
  }
}
