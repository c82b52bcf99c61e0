import {unclobbered} from '../dom/unclobbered.js';
import {TAGS, readBy} from './data-attributes.js';
import {upgradeCount, upgradeSession} from './upgrade.js';

/** How long after hosts were looked for this is done again at the earliest, in milliseconds. */
const PACE = 100;

/** How often in that time it is done earlier, since a host was rendered again: a page that always undoes it is not to hang. */
const MOST_RERENDERINGS = 10;

// A form's fields can take the place of its properties and methods; the contents of a template are not part of the page.
const HOSTS = TAGS.map((tag) => `[data-${tag}]:not(form, template, template *)`).join();

/**
 * Upgrades the hosts in a document, from when its result is called: those that are there, and those that come later.
 *
 * To be notified of each change would cost a page that changes much and has no hosts: there, the first change ends the
 * observing until hosts are looked for again. Where there are hosts, one that a tool renders again gets its elements back at
 * once, so that its session goes on, and its count is never shown as unknown.
 *
 * @returns allows further origins, and looks at once
 */
export function hostsOf(document: Document): (origins: readonly string[]) => void {
  // of the document, not of its address: that of a sandboxed frame is nobody's
  const allowed = new Set([self.origin]);
  let hosts = new Set<Element>();
  /** What the hosts were given. */
  let given: Element[] = [];
  /** Of what they were given before, what was out of the document when hosts were looked for last. */
  let removed: Element[] = [];
  const isRerendered = () =>
    given.some((element) => !element.isConnected) || removed.some((element) => element.isConnected);
  let lookedAt = -Infinity;
  let rerenderings = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new MutationObserver(() => {
    const wait = lookedAt + PACE - performance.now();
    if (wait <= 0) {
      lookAsUsual();
    } else if (rerenderings < MOST_RERENDERINGS && isRerendered()) {
      rerenderings++;
      look();
    } else {
      timer ??= setTimeout(lookAsUsual, wait);
      if (given.length + removed.length === 0) observer.disconnect();
    }
  });
  const attributeFilter = [
    ...TAGS.flatMap((tag) => [`data-${tag}`, ...readBy(tag).map((name) => `data-ot-${name}`)]),
    'id', // of what `data-ot-for` names
    'contenteditable',
  ];

  function lookAsUsual() {
    rerenderings = 0;
    look();
  }

  function look() {
    clearTimeout(timer);
    timer = undefined;
    observer.disconnect();
    removed = given.filter((element) => !element.isConnected);
    given = [];
    try {
      const before = hosts;
      hosts = new Set(unclobbered(document).querySelectorAll(HOSTS));
      // some may be hosts no longer
      const all = [...new Set([...before, ...hosts])].filter((host) => host.isConnected);
      // a count may be for any of the sessions
      for (const upgrade of [upgradeSession, upgradeCount]) {
        for (const host of all) {
          try {
            const element = upgrade(host, allowed);
            if (element) given.push(element);
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
