import type {SessionEvent} from '../../session/session-events.js';

/** A DOM event that stands for a model's event: preventing one prevents the other, and each says so at once. */
class RedispatchedEvent extends CustomEvent<SessionEvent> {
  override get defaultPrevented(): boolean {
    // `return false`, and `returnValue = false`, are seen only here
    if (super.defaultPrevented) this.detail.preventDefault();
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
 *
 * @param again whether those that are the vendor's come once more, under their name in small letters
 */
export function redispatch(target: EventTarget, event: SessionEvent, again = false): void {
  const {type} = event;
  const isOurs = type === 'connectionCountChange' || type === 'error';
  dispatch(target, event, isOurs ? type.toLowerCase() : type, !isOurs);
  if (again && !isOurs) dispatch(target, event, type.toLowerCase(), true);
}

function dispatch(target: EventTarget, event: SessionEvent, name: string, goesUp: boolean): void {
  const init = {bubbles: goesUp, composed: goesUp, cancelable: event.cancelable, detail: event};
  // nobody may have asked whether it was prevented in the old ways
  if (!target.dispatchEvent(new RedispatchedEvent(name, init))) event.preventDefault();
}
