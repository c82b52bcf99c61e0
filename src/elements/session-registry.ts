/**
 * Where the page's session elements announce themselves, so that whoever looks for one hears of every change. It is
 * shared by all copies of this package in the page, and so holds nothing but elements and functions.
 */
interface SessionRegistry {
  readonly sessions: Set<Element>;
  readonly seekers: Set<() => void>;
}

const KEY = Symbol.for('ot-elements.session-registry.1');

const page = globalThis as {[KEY]?: SessionRegistry};
const {sessions, seekers} = (page[KEY] ??= {sessions: new Set(), seekers: new Set()});

let told = true;

/** Something changed about where sessions are: those who seek one look again, in a microtask. */
export function sessionsChanged(): void {
  if (!told) return;
  told = false;
  queueMicrotask(() => {
    told = true;
    for (const seek of [...seekers]) seek();
  });
}

/** Says that this element is a session, and is in the document. */
export function announceSession(element: Element): void {
  sessions.add(element);
  sessionsChanged();
}

/** Says that it is no longer in the document. */
export function withdrawSession(element: Element): void {
  sessions.delete(element);
  sessionsChanged();
}

/** Whether this element is a session of any copy of this package. */
export function isSession(element: Element | null): boolean {
  return element !== null && sessions.has(element);
}

/** Calls back after every change, until the signal is aborted. */
export function seekSessions(seek: () => void, signal: AbortSignal): void {
  seekers.add(seek);
  signal.addEventListener('abort', () => seekers.delete(seek));
}

/**
 * Asks for the nearest session around an element. The event goes the way of every composed event, through slots and out of
 * shadow roots, closed ones too, and the first session on that way answers.
 */
export class SessionRequestEvent extends Event {
  static readonly type = 'ot-session-request';
  session: Element | null = null;

  constructor() {
    super(SessionRequestEvent.type, {bubbles: true, composed: true});
  }

  answer(session: Element): void {
    this.session = session;
    this.stopImmediatePropagation();
  }
}
