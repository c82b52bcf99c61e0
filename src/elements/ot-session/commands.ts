import type {OTSessionElement} from './ot-session-element.js';

/** Connects and disconnects the session in response to the invoker commands `--connect` and `--disconnect`. */
export function listenForCommands(element: OTSessionElement): void {
  element.addEventListener('command', (event) => {
    const {command} = event as CommandEvent;
    if (command !== '--connect' && command !== '--disconnect') return;
    // in the next task, after every listener has had a chance to cancel it
    setTimeout(() => {
      if (event.defaultPrevented) return;
      if (command === '--connect') void element.connect();
      else void element.disconnect();
    });
  });
}
