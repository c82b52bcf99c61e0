import {startTimer} from '../../scheduling/timer.js';
import {unclobbered} from '../../dom/unclobbered.js';

/**
 * Warns if something is still wrong when the page is loaded. Not before: what an attribute names may come later in the page,
 * and a page's script may set its language.
 *
 * @param problem says what is wrong, if anything is
 */
export function warnWhenLoaded(problem: () => string | undefined, signal: AbortSignal): void {
  const check = () => {
    startTimer(0, signal, () => {
      const text = problem();
      if (text) console.warn(text);
    });
  };
  if (unclobbered(document).readyState === 'complete') check();
  else addEventListener('load', check, {signal});
}
