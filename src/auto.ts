import {hostsOf} from './auto/hosts.js';
import {namedOrigins} from './auto/named-origins.js';
import {pageSingleton} from './values/page-singleton.js';
import './define.js';

// inserts the elements into markup with `data-ot-*` attributes; there is none in Node
if (typeof document !== 'undefined') {
  // two copies that allow different origins would undo each other's changes: only the first one scans
  const scanPage = pageSingleton('ot-elements.auto.1', () => hostsOf(document));
  scanPage(namedOrigins(import.meta.url));
}
