import type {FakeOpenTok, FakeStage} from './fake-opentok.js';
import {pause, task} from './promises.js';

/** One call of `connect()`. */
export class FakeAttempt {
  stage: FakeStage = 'http';
  readonly token: string;
  isInterrupted = false;
  /** Resumes a stage that hangs. */
  #wake: (() => void) | undefined;

  constructor(token: string) {
    this.token = token;
  }

  interrupt(): void {
    this.isInterrupted = true;
    this.#wake?.();
  }

  /** Goes through the stages, each of which may hang, until it is interrupted. */
  async run(platform: FakeOpenTok): Promise<void> {
    for (const stage of ['http', 'socket'] as const) {
      this.stage = stage;
      await (stage === 'http' && platform.httpDelay ? pause(platform.httpDelay) : task());
      if (!this.isInterrupted && platform.hang === stage)
        await new Promise<void>((wake) => {
          this.#wake = wake;
          platform.hanging.add(wake);
        });
      if (this.isInterrupted) return;
    }
  }
}
