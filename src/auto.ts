import {hostsOf} from './auto/hosts.js';
import {namedOrigins} from './auto/named-origins.js';
import {pageSingleton} from './values/page-singleton.js';
import './define.js';

// there is no markup in Node
if (typeof document !== 'undefined') {
  // two copies that allow different origins would undo each other's upgrades: only the first one scans
  const scanPage = pageSingleton('ot-elements.auto.1', () => hostsOf(document));
  scanPage(namedOrigins(import.meta.url));
}
