import {unclobbered} from '../../dom/unclobbered.js';

/** The time limit for a frame, in milliseconds: a page that is being hidden may not get another one. */
const MAX_WAIT = 100;

/** Resolves when the next frame is due; immediately if the page is hidden. */
export async function nextFrame(): Promise<void> {
  // also in jsdom, which has frames only as an option
  if (unclobbered(document).visibilityState !== 'visible') return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, MAX_WAIT);
    const frame = requestAnimationFrame(done);
    function done() {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      resolve();
    }
  });
}
