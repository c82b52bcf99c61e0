/** An element's custom states; undefined where they are not supported: on a server, in older browsers, jsdom, happy-dom. */
export function customStates(element: HTMLElement): CustomStateSet | undefined {
  return (element as Partial<HTMLElement>).attachInternals?.().states;
}

/**
 * Adds or deletes a custom state. Chromium before version 125 supports only names that begin with two hyphens: there, the
 * state `connected` is matched by `:--connected` instead of `:state(connected)`.
 */
export function toggleState(states: CustomStateSet | undefined, state: string, on: boolean): void {
  if (!states) return;
  const legacy = `--${state}`;
  if (!on) {
    states.delete(state);
    states.delete(legacy);
    return;
  }
  try {
    states.add(state);
  } catch {
    states.add(legacy);
  }
}
