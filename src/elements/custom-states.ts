/** Turns a custom state on or off, as `classList.toggle()` does a class. */
export function toggle(states: CustomStateSet, state: string, on: boolean): void {
  if (on) states.add(state);
  else states.delete(state);
}
