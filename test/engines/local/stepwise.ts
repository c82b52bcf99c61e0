import type {Frame} from './frame.js';

/** How often an attempt to join pauses: before its lock, before it queries the locks, and after that. */
export const STEPS = 3;

/** Pauses an attempt to join in a frame, so that others can act meanwhile. */
export class Stepwise {
  readonly attempt: Promise<unknown>;
  #open: (() => void) | undefined;
  #finished = false;

  /** @param start starts the attempt; the result resolves with the error if it is refused */
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
          // the first query only checks for permission
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
        Reflect.deleteProperty(navigator, 'locks');
      });
  }

  /** Resolves when it has paused, or ended. */
  async stopped(): Promise<void> {
    while (!this.#open && !this.#finished) await new Promise((resolve) => setTimeout(resolve));
  }

  /** Continues until it pauses again, or ends. */
  async step(): Promise<void> {
    await this.stopped();
    this.#open?.();
    this.#open = undefined;
    await this.stopped();
  }

  /** Continues until it ends. */
  async finish(): Promise<unknown> {
    while (!this.#finished) await this.step();
    return this.attempt;
  }
}
