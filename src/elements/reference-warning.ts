import {after} from '../after.js';

/**
 * Warns once if, with the page loaded, a reference is still wrong. Not before: what it names may come later in the page.
 *
 * @param problem says what is wrong, if anything is
 */
export function warnWhenLoaded(problem: () => string | undefined, signal: AbortSignal): void {
  const look = () => {
    after(0, signal, () => {
      const text = problem();
      if (text) console.warn(text);
    });
  };
  if (document.readyState === 'complete') look();
  else addEventListener('load', look, {signal});
}
