/** Turns a custom state on or off, as `classList.toggle()` does a class. */
export function toggle(states: CustomStateSet, state: string, on: boolean): void {
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
