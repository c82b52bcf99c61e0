import {queueTask} from '../src/scheduling/queue-task.js';

/**
 * Lets pending promises settle, and whatever is decided at the end of a task or two. In WebKit, a timer that is due runs
 * before messages that were posted earlier.
 */
export async function settled(): Promise<void> {
  for (let task = 0; task < 3; task++) await new Promise<void>(queueTask);
  await new Promise((resolve) => setTimeout(resolve));
}

/**
 * Resolves when the condition holds. The time limit is longer than any busy machine needs, and shorter than a test's.
 *
 * @param what the condition in words, for the error message
 */
export async function until(condition: () => unknown, what: string, timeLimit = 8000): Promise<void> {
  const end = performance.now() + timeLimit;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Timed out after ${timeLimit / 1000} s: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
