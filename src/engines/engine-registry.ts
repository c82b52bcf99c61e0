import {redactCredentials} from '../values/resolved-url.js';
import {pageSingleton} from '../values/page-singleton.js';
import {SessionError, loadFailureMessage} from '../values/session-error.js';
import type {Engine} from './engine.js';

/** Loads an engine. Called when a session first connects over it, and again if that call failed. */
export type EngineLoader = () => Promise<Engine>;

const BUILT_IN = new Map<string, EngineLoader>([
  ['opentok', async () => (await import('./opentok/opentok-engine.js')).openTokEngine],
  ['local', async () => (await import('./local/local-engine.js')).localEngine],
  ['xmpp', async () => (await import('./xmpp/xmpp-engine.js')).xmppEngine],
]);

/** The engines that the page has registered. */
const registered = pageSingleton('ot-elements.engines.1', () => new Map<string, EngineLoader>());

/** Engines that were loaded: each attempt would otherwise wait for a further `import()`, even of a module that is loaded. */
const loaded = new WeakMap<EngineLoader, Engine>();

/**
 * Registers an engine, or replaces the one that has this name. Sessions that are connecting or connected are not affected.
 *
 * @param name the value of `<ot-session engine="…">` and of the option `engine` of `initSession()`
 * @param load loads the engine; an `import()` in it defers loading the engine until a session connects over it
 */
export function registerEngine(name: string, load: EngineLoader): void {
  registered.set(name, load);
}

/** @throws {SessionError} `unknown-engine`, `engine-load-failed` */
export async function loadEngine(name: string): Promise<Engine> {
  const load = registered.get(name) ?? BUILT_IN.get(name);
  if (!load) {
    const names = [...new Set([...BUILT_IN.keys(), ...registered.keys()])].sort().join(', ');
    throw new SessionError(
      'unknown-engine',
      `<ot-session engine="${redactCredentials(name)}">: no such engine. Available: ${names}.`,
    );
  }
  try {
    const engine = loaded.get(load) ?? (await load());
    loaded.set(load, engine);
    return engine;
  } catch (error) {
    throw new SessionError('engine-load-failed', loadFailureMessage(`<ot-session engine="${name}">`), error);
  }
}
