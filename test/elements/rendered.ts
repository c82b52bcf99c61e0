import {nextFrame} from '@open-wc/testing';
import type {OTConnectionCountElement} from '../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {settled} from '../wait.js';

/** Resolves when the elements have rendered every change so far. */
export async function rendered(): Promise<void> {
  await settled();
  await nextFrame();
  await nextFrame();
  await settled();
}

export function countStates(count: Element): string[] {
  return ['unknown', 'stale', 'empty'].filter((state) => count.matches(`:state(${state})`));
}

/** The text that a count displays. */
export function displayed(count: OTConnectionCountElement): string | null {
  const part = count.shadowRoot!.querySelector('[part="count"]');
  return part ? part.textContent : `fallback: ${count.textContent.trim()}`;
}
