import {unclobbered} from '../dom/unclobbered.js';
import {TAGS, attributeNamesOf} from './data-attributes.js';
import {upgradeCount, upgradeSession} from './upgrade.js';

/** The minimum time between two scans of the document, in milliseconds. */
const SCAN_INTERVAL = 100;

/** How many extra scans rerendered hosts cause within that time. A page that removes the elements each time must not hang. */
const MAX_EXTRA_SCANS = 10;

/**
 * A host is an element with `data-ot-session` or `data-ot-connection-count`. To upgrade it is to insert the elements into it
 * that its attributes describe.
 */
// a form's fields can replace its properties and methods; a template's contents are not part of the page
const HOSTS = TAGS.map((tag) => `[data-${tag}]:not(form, template, template *)`).join();

/**
 * Upgrades the hosts in a document, including those that are added later, from the first call of the returned function.
 *
 * A page that changes often and has no hosts is not observed between two scans. In a page with hosts, one that a library
 * renders again gets its elements back immediately, so that its session stays joined, and its count is never shown as
 * unknown.
 *
 * @returns a function that allows further origins, and scans immediately
 */
export function hostsOf(document: Document): (origins: readonly string[]) => void {
  // not that of its URL: a sandboxed frame has an opaque origin
  const allowed = new Set([self.origin]);
  let hosts = new Set<Element>();
  /** The elements that the hosts have. */
  let elements: Element[] = [];
  /** Elements that they had, and that were not in the document at the last scan. */
  let removed: Element[] = [];
  const isRerendered = () =>
    elements.some((element) => !element.isConnected) || removed.some((element) => element.isConnected);
  let scannedAt = -Infinity;
  let extraScans = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new MutationObserver(() => {
    const wait = scannedAt + SCAN_INTERVAL - performance.now();
    if (wait <= 0) {
      scanOnSchedule();
    } else if (extraScans < MAX_EXTRA_SCANS && isRerendered()) {
      extraScans++;
      scan();
    } else {
      timer ??= setTimeout(scanOnSchedule, wait);
      if (elements.length + removed.length === 0) observer.disconnect();
    }
  });
  const attributeFilter = [
    ...TAGS.flatMap((tag) => [`data-${tag}`, ...attributeNamesOf(tag).map((name) => `data-ot-${name}`)]),
    'id', // that `data-ot-for` may name
    'contenteditable',
  ];

  function scanOnSchedule() {
    extraScans = 0;
    scan();
  }

  function scan() {
    clearTimeout(timer);
    timer = undefined;
    observer.disconnect();
    removed = elements.filter((element) => !element.isConnected);
    elements = [];
    try {
      const before = hosts;
      hosts = new Set(unclobbered(document).querySelectorAll(HOSTS));
      // some may not be hosts any longer
      const all = [...new Set([...before, ...hosts])].filter((host) => host.isConnected);
      // a count may be for any of the sessions
      for (const upgrade of [upgradeSession, upgradeCount]) {
        for (const host of all) {
          try {
            const element = upgrade(host, allowed);
            if (element) elements.push(element);
          } catch (error) {
            // the page may have done anything to this one
            reportError(error);
          }
        }
      }
    } finally {
      scannedAt = performance.now();
      observer.observe(document, {childList: true, subtree: true, attributeFilter});
    }
  }

  return (origins) => {
    for (const origin of origins) allowed.add(origin);
    scan();
  };
}
