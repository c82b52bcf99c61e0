import {hostsOf} from './auto/hosts.js';
import {namedOrigins} from './auto/named-origins.js';
import './define.js';

/** Upgrades the page's markup from now on, with these origins allowed besides. */
type Upgrade = (origins: readonly string[]) => void;

// in Node there is no markup
if (typeof document !== 'undefined') {
  // two copies that allow different origins would undo each other's work for ever: the first one does it for all
  const page = globalThis as Partial<Record<symbol, Upgrade>>;
  (page[Symbol.for('ot-elements.auto.1')] ??= hostsOf(document))(namedOrigins(import.meta.url));
}
