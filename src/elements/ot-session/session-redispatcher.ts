import type {Session} from '../../session/session.js';
import {SessionEvent} from '../../session/session-events.js';
import type {OTSessionElement} from './ot-session-element.js';

/**
 * A DOM event for a session's event, its `detail`. Canceling either one cancels both, and both reflect that immediately,
 * except that `return false` in an event handler reaches `detail` only after the dispatch.
 */
class RedispatchedEvent extends CustomEvent<SessionEvent> {
  override get defaultPrevented(): boolean {
    return super.defaultPrevented || this.detail.isDefaultPrevented();
  }

  override preventDefault(): void {
    super.preventDefault();
    // not from a passive listener
    if (super.defaultPrevented) this.detail.preventDefault();
  }

  override get returnValue(): boolean {
    return !this.defaultPrevented;
  }

  override set returnValue(value: boolean) {
    if (!value) this.preventDefault();
  }
}

/** Dispatches a session's events as DOM events on its element. */
export class SessionRedispatcher {
  readonly #element: OTSessionElement;
  /** The count that the last `connectioncountchange` reported, and the session's event for it. */
  #reportedCount = NaN;
  #countEvent: SessionEvent | undefined;

  constructor(element: OTSessionElement) {
    this.#element = element;
  }

  /**
   * The vendor's events keep their names, bubble, and are composed. `connectioncountchange` and `error` do neither.
   *
   * @param current the element's session
   */
  redispatch(event: SessionEvent, current: Session | null): void {
    const {type} = event;
    if (type === 'connectionCountChange') {
      // after an element was moved, or was given another session, the same count may be reported twice
      if (event.target === current && event !== this.#countEvent) this.#dispatchCount(event);
      else this.countChanged(current);
    } else if (type === 'error') {
      this.#dispatch(event, type, false);
    } else {
      this.#dispatch(event, type, true);
      if (this.#element.lowercaseEvents) this.#dispatch(event, type.toLowerCase(), true);
    }
  }

  /** Dispatches `connectioncountchange` if the count changed while the session was not observed, or was another one. */
  countChanged(session: Session | null): void {
    if (!session || Object.is(this.#element.connectionCount, this.#reportedCount)) return;
    this.#dispatchCount(new SessionEvent('connectionCountChange', session));
  }

  #dispatchCount(event: SessionEvent): void {
    this.#countEvent = event;
    this.#reportedCount = this.#element.connectionCount;
    this.#dispatch(event, 'connectioncountchange', false);
  }

  #dispatch(event: SessionEvent, name: string, isVendorEvent: boolean): void {
    const init = {bubbles: isVendorEvent, composed: isVendorEvent, cancelable: event.cancelable, detail: event};
    // an event handler attribute cancels by `return false`, which calls no method
    if (!this.#element.dispatchEvent(new RedispatchedEvent(name, init))) event.preventDefault();
  }
}
