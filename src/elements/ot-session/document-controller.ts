import type {ReactiveController, ReactiveElement} from 'lit';
import {unclobbered} from '../../dom/unclobbered.js';
import {runInNextTaskOrOnPagehide} from '../../scheduling/next-task-or-pagehide.js';
import {afterPreview, isPreview} from './turbo-preview.js';

/** Called when an element enters a document, and when it leaves it. */
interface DocumentCallbacks {
  /** @param isNew whether it was in no document before; otherwise, it was moved */
  readonly entered: (isNew: boolean) => void;
  /** Also called if the host was removed before `entered` was called. */
  readonly left: () => void;
}

/**
 * Reports when its host enters a document that has a window, and when it leaves it.
 *
 * A host that is removed and inserted again before the end of the next task was moved, and did not leave: libraries that
 * replace a page's content may remove an element, and reinsert it several microtasks later.
 */
export class DocumentController implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #callbacks: DocumentCallbacks;
  #hasEntered = false;
  /** Aborted when the host is removed, or inserted again. */
  #place: AbortController | undefined;

  constructor(host: ReactiveElement, callbacks: DocumentCallbacks) {
    this.#host = host;
    this.#callbacks = callbacks;
    host.addController(this);
  }

  /** Whether the host is in a document that has a window. */
  get isInDocument(): boolean {
    return this.#window !== null;
  }

  /**
   * Null in a document without a window, such as one created by DOMParser, and among the children of a `<template>`, as
   * opposed to its content: frameworks put elements there that are not for display.
   */
  get #window(): Window | null {
    const {isConnected, ownerDocument} = this.#host;
    return isConnected && !this.#host.closest('template') ? unclobbered(ownerDocument).defaultView : null;
  }

  hostConnected(): void {
    const view = this.#window;
    if (!view) {
      this.#leave();
      return;
    }
    const {signal} = this.#newPlace();
    if (view !== window) {
      // disconnectedCallback is not called when the frame is removed
      const handlePageHide = ({persisted}: PageTransitionEvent) => {
        if (!persisted) this.#leave();
      };
      view.addEventListener('pagehide', handlePageHide, {signal});
    }
    const isNew = !this.#hasEntered;
    this.#hasEntered = true;
    this.#callbacks.entered(isNew);
  }

  hostDisconnected(): void {
    const {signal} = this.#newPlace();
    if (!this.#hasEntered) return;
    const leave = () => {
      if (!signal.aborted) this.#leave();
    };
    runInNextTaskOrOnPagehide(() => {
      const {ownerDocument} = this.#host;
      if (!isPreview(ownerDocument)) leave();
      else if (!signal.aborted) {
        // the page that replaces the preview may have an equal element
        afterPreview(ownerDocument, signal, () => {
          runInNextTaskOrOnPagehide(leave);
        });
      }
    });
  }

  #newPlace(): AbortController {
    this.#place?.abort();
    return (this.#place = new AbortController());
  }

  #leave(): void {
    this.#place?.abort();
    this.#hasEntered = false;
    this.#callbacks.left();
  }
}
