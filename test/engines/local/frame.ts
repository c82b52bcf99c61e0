import type {createLocalEngine} from '../../../src/engines/local/local-engine.js';

/** A frame with an engine of its own: a real other member, as a tab would be. */
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
      resolve({element, window: element.contentWindow as Frame['window'], createLocalEngine: detail});
    });
    document.body.append(element);
  });
}

/** Removes all frames, of the tests that added them. */
export function removeFrames(): void {
  for (const element of document.querySelectorAll('iframe')) element.remove();
}

/** Of whoever joins in a frame: how many channels it has open, and whether it loses what comes over them. */
export interface MessageFilter {
  drops: boolean;
  readonly open: Set<BroadcastChannel>;
}

/** Lets whoever joins in a frame from now on be deaf for a while. */
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
