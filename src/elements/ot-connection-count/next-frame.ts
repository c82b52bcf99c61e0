import {unclobbered} from '../../dom/unclobbered.js';

/** Frames do not come to a hidden page, nor always to one that was just hidden: then nothing is waited for longer than this, in ms. */
const LONGEST_FRAME = 100;

/** Resolves when the next frame is due; at once in a page that nobody sees. */
export async function nextFrame(): Promise<void> {
  // jsdom, which has no frames unless asked to, is not visible either
  if (unclobbered(document).visibilityState !== 'visible') return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, LONGEST_FRAME);
    const frame = requestAnimationFrame(done);
    function done() {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      resolve();
    }
  });
}
