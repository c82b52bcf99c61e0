import {printable} from '../session/resolved-url.js';
import {SessionError} from '../session/session-error.js';
import type {Engine} from './engine.js';

/** Loads an engine: called when a session is about to connect over it for the first time, and again if that failed. */
export type EngineLoader = () => Promise<Engine>;

const loaders = new Map<string, EngineLoader>([
  ['opentok', async () => (await import('./opentok/opentok-engine.js')).openTokEngine],
  ['local', async () => (await import('./local/local-engine.js')).localEngine],
  ['xmpp', async () => (await import('./xmpp/xmpp-engine.js')).xmppEngine],
]);
/** What was loaded: even an `import()` of what is there takes its time, which every joining would wait for. */
const loaded = new Map<string, Engine>();

/**
 * Adds an engine, or puts one in the place of another of the same name. Sessions that have begun to connect are not affected.
 *
 * @param name what `<ot-session engine="…">` and `initSession(…, {engine})` will call it
 * @param load gives the engine; an `import()` in it keeps the engine off the page until it is needed
 */
export function registerEngine(name: string, load: EngineLoader): void {
  loaders.set(name, load);
  loaded.delete(name);
}

/** @throws {SessionError} `unknown-engine`, `engine-load-failed` */
export async function loadEngine(name: string): Promise<Engine> {
  const there = loaded.get(name);
  if (there) return there;
  const load = loaders.get(name);
  if (!load) {
    const known = [...loaders.keys()].sort().join(', ');
    throw new SessionError('unknown-engine', `engine="${printable(name)}": no such engine; there are ${known}.`);
  }
  try {
    const engine = await load();
    if (loaders.get(name) === load) loaded.set(name, engine);
    return engine;
  } catch (error) {
    throw new SessionError(
      'engine-load-failed',
      `engine="${name}": its script could not be loaded. Is the page offline, or the script blocked?`,
      error,
    );
  }
}
