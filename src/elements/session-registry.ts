import {callReportingErrors} from '../scheduling/call-reporting-errors.js';
import {pageSingleton} from '../values/page-singleton.js';

/**
 * The registry of the page. It is shared with other copies of this package, so it contains no instances of its other
 * classes.
 */
export const {sessions, searches} = pageSingleton('ot-elements.session-registry.1', () => ({
  /** The ot-sessions in a document. */
  sessions: new Set<Element>(),
  /** Called after every change, so that each `<ot-connection-count>` looks for its session again. */
  searches: new Set<() => void>(),
}));

let isQueued = false;

/** Call this when a session was added, moved, or removed. Calls all searches in a microtask. */
export function sessionsChanged(): void {
  if (isQueued) return;
  isQueued = true;
  queueMicrotask(() => {
    isQueued = false;
    for (const search of [...searches]) {
      // an earlier one may have deleted it
      if (searches.has(search)) callReportingErrors(search);
    }
  });
}

const REQUEST = 'ot-session-request';

/**
 * Finds the nearest session around an element, by an event that bubbles through slots and out of shadow roots, including
 * closed ones. The first session on its path responds.
 */
export function requestSession(element: Element): Element | undefined {
  const detail: {session?: Element} = {};
  element.dispatchEvent(new CustomEvent(REQUEST, {bubbles: true, composed: true, detail}));
  return detail.session;
}

/** Makes a session respond to `requestSession()`. */
export function respondToRequests(session: Element): void {
  session.addEventListener(REQUEST, (event) => {
    (event as CustomEvent<{session?: Element}>).detail.session ??= session;
  });
}
