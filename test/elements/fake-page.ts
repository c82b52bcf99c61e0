import {fixtureCleanup, nextFrame} from '@open-wc/testing';
import type {OTConnectionCountElement} from '../../src/elements/ot-connection-count/ot-connection-count-element.js';
import {registerEngine} from '../../src/engines/engine-registry.js';
import {quietConsole, settled, until} from '../collect.js';
import {type FakePlatform, createFakePlatform} from '../fake-engine.js';

/** The platform of the test that runs, whose engine is called `fake`. */
export let platform: FakePlatform;
/** What the console was told in it. */
export let quiet: ReturnType<typeof quietConsole>;

/** From here on, each test of the file begins with a platform of its own, and leaves nothing behind. */
export function useFakePlatform(): void {
  const {random} = Math;

  beforeEach(() => {
    // a wait to try again is not over before anybody has looked
    Math.random = () => 0.99;
    platform = createFakePlatform();
    registerEngine('fake', () => Promise.resolve(platform.engine));
    quiet = quietConsole();
  });

  afterEach(async () => {
    Math.random = random;
    fixtureCleanup();
    await until(() => platform.running === 0, 'all connections have ended');
    quiet.restore();
  });
}

/** Everything that was told is drawn. */
export async function drawn(): Promise<void> {
  await settled();
  await nextFrame();
  await nextFrame();
  await settled();
}

export function countStates(count: Element): string[] {
  return ['unknown', 'stale', 'empty'].filter((state) => count.matches(`:state(${state})`));
}

/** What a person sees of a count. */
export function shown(count: OTConnectionCountElement): string | null {
  const part = count.shadowRoot!.querySelector('[part="count"]');
  return part ? part.textContent : `fallback: ${count.textContent.trim()}`;
}

/** The address of another copy of a module. */
export function another(module: string): string {
  return new URL(`../../src/elements/${module}?another`, import.meta.url).href;
}
