/** An element's custom states; undefined where there are none: on a server, in older browsers, in jsdom and happy-dom. */
export function customStates(element: HTMLElement): CustomStateSet | undefined {
  return (element as Partial<HTMLElement>).attachInternals?.().states;
}

/** Turns a custom state on or off, as `classList.toggle()` does a class. */
export function toggle(states: CustomStateSet | undefined, state: string, on: boolean): void {
  if (!states) return;
  // before version 125, Chromium takes but names that begin with two hyphens, and matches them by `:--name`
  const older = `--${state}`;
  if (!on) {
    states.delete(state);
    states.delete(older);
    return;
  }
  try {
    states.add(state);
  } catch {
    states.add(older);
  }
}
