import {startTimer} from '../../scheduling/timer.js';
import {unclobbered} from '../../dom/unclobbered.js';

/**
 * Warns if there is still a problem once the page is loaded: an attribute may name an element that comes later, and a script
 * may set the page's language.
 *
 * @param problem returns the warning, if there is a problem
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
