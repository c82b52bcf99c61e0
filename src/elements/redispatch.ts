import type {SessionEvent} from '../session/session-events.js';

/** A DOM event that stands for a model's event: preventing one prevents the other, and each says so at once. */
class RedispatchedEvent extends CustomEvent<SessionEvent> {
  override get defaultPrevented(): boolean {
    return this.detail.isDefaultPrevented();
  }

  override preventDefault(): void {
    // the DOM knows when a listener is passive, and may not
    super.preventDefault();
    if (super.defaultPrevented) this.detail.preventDefault();
  }
}

/**
 * Dispatches a model's event as a CustomEvent, with the model's event as its `detail`. Those that are the vendor's keep
 * their name, bubble and leave shadow roots; our own have a name as in the DOM, and do not.
 */
export function redispatch(target: EventTarget, event: SessionEvent): void {
  const {type, cancelable} = event;
  const isOurs = type === 'connectionCountChange' || type === 'error';
  const init = {bubbles: !isOurs, composed: !isOurs, cancelable, detail: event};
  const domEvent = new RedispatchedEvent(isOurs ? type.toLowerCase() : type, init);
  // `returnValue = false`, the old way to prevent, is seen only here
  if (!target.dispatchEvent(domEvent)) event.preventDefault();
}
