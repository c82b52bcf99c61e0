import type {StropheModule} from './strophe-module.js';

/** What it puts into the page's global scope, where the page may have a copy of its own. */
const GLOBALS = ['$build', '$iq', '$msg', '$pres', 'Strophe', 'stx', 'toStanza'];

// looked at when this module runs, which in a bundle is before the library does
const before = GLOBALS.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);

/** Loads the library when it is needed. */
export async function loadStrophe(): Promise<StropheModule> {
  const {strophe} = await import('./strophe.js');
  for (const [name, descriptor] of before) {
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    else Reflect.deleteProperty(globalThis, name);
  }
  before.length = 0;
  // errors report what goes wrong
  strophe.Strophe.setLogLevel(strophe.Strophe.LogLevel.FATAL);
  return strophe;
}
