import * as library from 'strophe.js';
import type {StropheModule} from './strophe-module.js';

const {$build, $iq, $msg, $pres, MemoryStorageBackend, Strophe} = library as unknown as StropheModule;

/**
 * The library's browser build, which the package's build bundles into this module: bundlers that target a server would resolve
 * `strophe.js` to its Node build, which needs two more packages.
 */
export const strophe: StropheModule = {$build, $iq, $msg, $pres, MemoryStorageBackend, Strophe};
