import {unclobbered} from '../unclobbered.js';
import {TAGS, readBy} from './data-attributes.js';
import {upgradeCount, upgradeSession} from './upgrade.js';

/** How long after a look the next one comes at the earliest, in ms: so long nothing at all is observed. */
const PACE = 100;

// a form's fields can take the place of its properties and methods
const HOSTS = TAGS.map((tag) => `[data-${tag}]:not(form)`).join();

/**
 * Upgrades the hosts in a document, from when its result is called: those that are there, and those that come later.
 *
 * To be told of each change would cost a page that changes much, with or without hosts in it. Instead, the first change
 * ends the observing until all hosts were looked for anew.
 *
 * @returns allows further origins, and looks at once
 */
export function hostsOf(document: Document): (origins: readonly string[]) => void {
  // of the document, not of its address: that of a sandboxed frame is nobody's
  const allowed = new Set([self.origin]);
  let hosts = new Set<Element>();
  let lookedAt = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new MutationObserver(() => {
    observer.disconnect();
    const wait = lookedAt + PACE - performance.now();
    if (wait > 0) timer = setTimeout(look, wait);
    else look();
  });
  const attributeFilter = [
    ...TAGS.flatMap((tag) => [`data-${tag}`, ...readBy(tag).map((name) => `data-ot-${name}`)]),
    'id', // of what `data-ot-for` names
    'contenteditable',
  ];

  function look() {
    clearTimeout(timer);
    observer.disconnect();
    try {
      const before = hosts;
      hosts = new Set(unclobbered(document).querySelectorAll(HOSTS));
      // some may be hosts no longer
      const all = [...new Set([...before, ...hosts])].filter((host) => host.isConnected);
      // a count may be for any of the sessions
      for (const upgrade of [upgradeSession, upgradeCount]) {
        for (const host of all) {
          try {
            upgrade(host, allowed);
          } catch (error) {
            // whatever the page did to this one, the others are to be upgraded
            reportError(error);
          }
        }
      }
    } finally {
      lookedAt = performance.now();
      observer.observe(document, {childList: true, subtree: true, attributeFilter});
    }
  }

  return (origins) => {
    for (const origin of origins) allowed.add(origin);
    look();
  };
}
