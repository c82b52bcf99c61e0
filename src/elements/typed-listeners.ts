/**
 * The type of an element's `addEventListener()` or, with other options, `removeEventListener()`: a listener's type follows
 * from the event's, as in lib.dom for built-in elements.
 */
export interface TypedListeners<Target, EventMap, Options> {
  <Type extends keyof EventMap>(
    type: Type,
    listener: (this: Target, event: EventMap[Type]) => unknown,
    options?: boolean | Options,
  ): void;
  (type: string, listener: EventListenerOrEventListenerObject, options?: boolean | Options): void;
}
