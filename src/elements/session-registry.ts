import {callReportingErrors} from '../scheduling/call-reporting-errors.js';

/**
 * Where the page's session elements announce themselves, so that whoever looks for one hears of every change. It is
 * shared by all copies of this package in the page, and so holds nothing but elements and functions.
 */
interface SessionRegistry {
  readonly sessions: Set<Element>;
  readonly seekers: Set<() => void>;
}

const page = globalThis as Partial<Record<symbol, SessionRegistry>>;
/** `sessions`: those that are in a document. `seekers`: called after every change. */
export const {sessions, seekers} = (page[Symbol.for('ot-elements.session-registry.1')] ??= {
  sessions: new Set(),
  seekers: new Set(),
});

let isQueued = false;

/** Something changed about where sessions are: those who seek one look again, in a microtask. */
export function sessionsChanged(): void {
  if (isQueued) return;
  isQueued = true;
  queueMicrotask(() => {
    isQueued = false;
    for (const seek of [...seekers]) {
      // an earlier one may have removed it
      if (seekers.has(seek)) callReportingErrors(seek);
    }
  });
}

const REQUEST = 'ot-session-request';

/**
 * Asks for the nearest session around an element. The event goes the way of every composed event, through slots and out of
 * shadow roots, closed ones too, and the first session on that way answers.
 */
export function requestSession(seeker: Element): Element | undefined {
  const detail: {session?: Element} = {};
  seeker.dispatchEvent(new CustomEvent(REQUEST, {bubbles: true, composed: true, detail}));
  return detail.session;
}

/** Lets a session answer those who ask from within it. */
export function answerRequests(session: Element): void {
  session.addEventListener(REQUEST, (event) => {
    (event as CustomEvent<{session?: Element}>).detail.session ??= session;
  });
}
