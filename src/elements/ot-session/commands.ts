import type {OTSessionElement} from './ot-session-element.js';

/** Has invoker commands, from `<button commandfor="…" command="--connect">`, connect and disconnect the session. */
export function listenForCommands(element: OTSessionElement): void {
  element.addEventListener('command', (event) => {
    const {command} = event as CommandEvent;
    if (command !== '--connect' && command !== '--disconnect') return;
    // in the next task, after every listener had the chance to cancel it
    setTimeout(() => {
      if (event.defaultPrevented) return;
      if (command === '--connect') void element.connect();
      else void element.disconnect();
    });
  });
}
