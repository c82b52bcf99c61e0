/** Frames do not come to a hidden page, nor always to one that was just hidden: then nothing is waited for longer than this, in ms. */
const LONGEST_FRAME = 100;

/** Resolves when the next frame is due; at once in a page that nobody sees. */
export async function nextFrame(): Promise<void> {
  if (document.visibilityState === 'hidden') return;
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
