/** Runs a page's function; what it throws is the page's error, and stops nothing of ours. */
export function guarded<Given>(run: (given?: Given) => void, given?: Given): void {
  try {
    run(given);
  } catch (error) {
    if (typeof reportError === 'function') reportError(error);
    else console.error(error);
  }
}
