import {redactCredentials} from '../values/resolved-url.js';
import {SessionError, loadFailureMessage} from '../values/session-error.js';
import type {Engine} from './engine.js';

/** Loads an engine: called when a session is about to connect over it for the first time, and again if that failed. */
export type EngineLoader = () => Promise<Engine>;

const BUILT_IN = new Map<string, EngineLoader>([
  ['opentok', async () => (await import('./opentok/opentok-engine.js')).openTokEngine],
  ['local', async () => (await import('./local/local-engine.js')).localEngine],
  ['xmpp', async () => (await import('./xmpp/xmpp-engine.js')).xmppEngine],
]);

/** The engines that the page registered, with whichever copy of this package: the elements may be those of another one. */
type Registered = Map<string, EngineLoader>;
const page = globalThis as Partial<Record<symbol, Registered>>;
const registered = (page[Symbol.for('ot-elements.engines.1')] ??= new Map() as Registered);

/** Even an `import()` of what is loaded takes its time, which every attempt would wait for. */
const loaded = new WeakMap<EngineLoader, Engine>();

/**
 * Adds an engine, or replaces the one of that name. Sessions that have begun to connect are not affected.
 *
 * @param name what `<ot-session engine="…">` and `initSession(…, {engine})` will call it
 * @param load gives the engine; an `import()` in it keeps the engine off the page until it is needed
 */
export function registerEngine(name: string, load: EngineLoader): void {
  registered.set(name, load);
}

/** @throws {SessionError} `unknown-engine`, `engine-load-failed` */
export async function loadEngine(name: string): Promise<Engine> {
  const load = registered.get(name) ?? BUILT_IN.get(name);
  if (!load) {
    const known = [...new Set([...BUILT_IN.keys(), ...registered.keys()])].sort().join(', ');
    throw new SessionError(
      'unknown-engine',
      `engine="${redactCredentials(name)}": no such engine; there are ${known}.`,
    );
  }
  try {
    const engine = loaded.get(load) ?? (await load());
    loaded.set(load, engine);
    return engine;
  } catch (error) {
    throw new SessionError('engine-load-failed', loadFailureMessage(`engine="${name}"`), error);
  }
}
