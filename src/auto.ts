import {hostsOf} from './auto/hosts.js';
import {namedOrigins} from './auto/named-origins.js';
import './define.js';

/** Upgrades the page's markup from now on, and allows further origins. */
type Upgrade = (origins: readonly string[]) => void;

// there is no markup in Node
if (typeof document !== 'undefined') {
  // two copies that allow different origins would undo each other's upgrades: only the first one scans
  const page = globalThis as Partial<Record<symbol, Upgrade>>;
  (page[Symbol.for('ot-elements.auto.1')] ??= hostsOf(document))(namedOrigins(import.meta.url));
}
