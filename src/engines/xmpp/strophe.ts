import * as library from 'strophe.js';
import type {StropheModule} from './strophe-module.js';

const {$build, $iq, $msg, $pres, MemoryStorageBackend, Strophe} = library as unknown as StropheModule;

/**
 * The library's build for browsers, which the package's build puts into this module: bundlers that build for a server would
 * resolve `strophe.js` to its build for Node, which needs two further packages.
 */
export const strophe: StropheModule = {$build, $iq, $msg, $pres, MemoryStorageBackend, Strophe};
