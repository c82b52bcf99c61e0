import type {ReactiveController} from 'lit';
import {queueTask} from '../../scheduling/queue-task.js';
import {elementById} from '../element-by-id.js';
import type {OTSessionElement} from '../ot-session/ot-session-element.js';
import {requestSession, searches, sessions} from '../session-registry.js';
import type {OTConnectionCountElement} from './ot-connection-count-element.js';

/** The events of a session after which its count, or whether it is up to date, may have changed. */
const COUNT_EVENTS = [
  'connectioncountchange',
  'sessionReconnecting',
  'sessionReconnected',
  'sessionDisconnected',
] as const;

interface SessionCallbacks {
  readonly sessionChanged: () => void;
  readonly countChanged: () => void;
}

/** Finds the ot-session to count. It may be added, removed, and replaced at any time. */
export class SessionController implements ReactiveController {
  session: OTSessionElement | null = null;
  /** Whether the last count is kept, although it is unknown now. */
  keepsCount = false;
  /** The session that script chose; null for that of `for`, or the nearest one around the host. */
  forElement: Element | null = null;
  readonly #host: OTConnectionCountElement;
  readonly #callbacks: SessionCallbacks;
  #stopListening: AbortController | undefined;

  constructor(host: OTConnectionCountElement, callbacks: SessionCallbacks) {
    this.#host = host;
    this.#callbacks = callbacks;
    host.addController(this);
  }

  hostConnected(): void {
    searches.add(this.find);
    // connectedCallback may be called late, after the host was removed again
    if (this.#host.isConnected) this.find();
  }

  hostDisconnected(): void {
    searches.delete(this.find);
  }

  /** Finds the session again. */
  readonly find = (): void => {
    const session = this.#findSession();
    const before = this.session;
    // removed a moment ago: it, or another one in its place, may be inserted by the end of the next task
    const isReplaced = before !== null && !before.isConnected && sessions.has(before);
    if (!session && isReplaced) return;
    if (session && isReplaced) this.#keepCountForATask();
    if (session !== before) {
      this.session = session;
      this.#stopListening?.abort();
      const {signal} = (this.#stopListening = new AbortController());
      for (const type of COUNT_EVENTS) session?.addEventListener(type, this.#callbacks.countChanged, {signal});
      this.#callbacks.sessionChanged();
    }
    this.#callbacks.countChanged();
  };

  /** A session that replaces another one in the same task has no count until it has joined. */
  #keepCountForATask(): void {
    this.keepsCount = true;
    queueTask(() => {
      this.keepsCount = false;
      this.#callbacks.countChanged();
    });
  }

  #findSession(): OTSessionElement | null {
    const host = this.#host;
    if (!host.isConnected) return null;
    const found = this.forElement ?? (host.htmlFor ? elementById(host, host.htmlFor) : requestSession(host));
    return found && sessions.has(found) ? (found as OTSessionElement) : null;
  }
}
