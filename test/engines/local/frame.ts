import type {createLocalEngine} from '../../../src/engines/local/local-engine.js';

/** A frame with its own engine: a separate member, like a tab. */
export interface Frame {
  readonly element: HTMLIFrameElement;
  readonly window: Window & typeof globalThis;
  readonly createLocalEngine: typeof createLocalEngine;
}

const MODULE = new URL('../../../src/engines/local/local-engine.ts', import.meta.url).href;

/** Adds a frame to the page, and resolves when its engine is loaded. */
export function addFrame(): Promise<Frame> {
  const element = document.createElement('iframe');
  element.srcdoc = `<!doctype html><script type="module">
    import {createLocalEngine} from '${MODULE}';
    frameElement.dispatchEvent(new CustomEvent('loaded', {detail: createLocalEngine}));
  </script>`;
  return new Promise((resolve) => {
    element.addEventListener('loaded', (event) => {
      const {detail} = event as CustomEvent<typeof createLocalEngine>;
      const window = element.contentWindow as Frame['window'];
      // windows of other tests may hide and show this one at any time, and its engine would look at the locks
      window.addEventListener('visibilitychange', stopTrusted, {capture: true});
      resolve({element, window, createLocalEngine: detail});
    });
    document.body.append(element);
  });
}

function stopTrusted(event: Event): void {
  if (event.isTrusted) event.stopImmediatePropagation();
}

/** Removes all frames. */
export function removeFrames(): void {
  for (const element of document.querySelectorAll('iframe')) element.remove();
}

/** The open channels of the members in a frame, and whether their messages are dropped. */
export interface MessageFilter {
  drops: boolean;
  readonly open: Set<BroadcastChannel>;
}

/** Makes members that join in a frame from now on drop messages on demand. */
export function filterMessages({window}: Frame): MessageFilter {
  const filter: MessageFilter = {drops: false, open: new Set()};
  window.BroadcastChannel = class extends window.BroadcastChannel {
    constructor(name: string) {
      super(name);
      filter.open.add(this);
      this.addEventListener('message', (event) => {
        if (filter.drops) event.stopImmediatePropagation();
      });
    }
    override close(): void {
      filter.open.delete(this);
      super.close();
    }
  };
  return filter;
}
