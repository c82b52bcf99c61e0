import {callReportingErrors} from '../scheduling/call-reporting-errors.js';

/** The page's ot-sessions. Shared by all copies of this package in the page, so it contains only elements and functions. */
interface SessionRegistry {
  readonly sessions: Set<Element>;
  readonly searches: Set<() => void>;
}

const page = globalThis as Partial<Record<symbol, SessionRegistry>>;
/** `sessions`: those in a document. `searches`: functions by which counts find their session, called after every change. */
export const {sessions, searches} = (page[Symbol.for('ot-elements.session-registry.1')] ??= {
  sessions: new Set(),
  searches: new Set(),
});

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
