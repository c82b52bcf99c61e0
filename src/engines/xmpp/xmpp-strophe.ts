import type {StropheModule} from './strophe-module.js';

/** The global variables that the library sets, and of which the page may have its own. */
const GLOBALS = ['$build', '$iq', '$msg', '$pres', 'Strophe', 'stx', 'toStanza'];

// read when this module runs, which in a bundle is before the library runs
const before = GLOBALS.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);

/** Loads the library, and restores the page's global variables. */
export async function loadStrophe(): Promise<StropheModule> {
  const {strophe} = await import('./strophe.js');
  for (const [name, descriptor] of before) {
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    else Reflect.deleteProperty(globalThis, name);
  }
  before.length = 0;
  // this package reports errors itself
  strophe.Strophe.setLogLevel(strophe.Strophe.LogLevel.FATAL);
  return strophe;
}
