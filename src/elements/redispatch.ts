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
 * Dispatches a model's event as a CustomEvent, with the model's event as its `detail`.
 *
 * @param bubbles whether it bubbles, and then out of shadow roots, too
 */
export function redispatch(target: EventTarget, event: SessionEvent, type: string = event.type, bubbles = true): void {
  const {cancelable} = event;
  const init = {bubbles, composed: bubbles, cancelable, detail: event};
  // `returnValue = false`, the old way to prevent, is seen only here
  if (!target.dispatchEvent(new RedispatchedEvent(type, init))) event.preventDefault();
}
