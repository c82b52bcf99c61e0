import type {ReactiveController} from 'lit';
import type {Session} from '../../session/session.js';
import {loadFailureMessage} from '../../values/session-error.js';
import type {ConnectTrigger} from './connect-trigger.js';
import type {OTSessionElement} from './ot-session-element.js';
import {isPreview} from './turbo-preview.js';

type ConnectState = 'settled' | 'due' | 'rejoining' | 'waiting';

/** What the controller needs of its host. */
interface ConnectActions {
  /**
   * Makes the host's session the one that its attributes describe, which may call `reconfigured()`. Returns undefined if the
   * session is not the host's own to connect.
   */
  readonly updateSession: () => Session | undefined;
  /** Equal as long as the credentials are the same. */
  readonly credentials: () => unknown;
}

/**
 * Decides when an ot-session connects by itself.
 *
 * - `settled`: nothing to do until something changes.
 * - `due`: `connect-on` is to be applied on the next update.
 * - `rejoining`: the host had joined another session, and will join this one on the next update, whatever `connect-on` says.
 * - `waiting`: for the trigger that `connect-on` names, or for the end of a Turbo preview.
 *
 *                                        settled    due        rejoining  waiting
 *   schedule(): entered a document       due        due        due        due
 *   reconfigured(), had not joined       due        due        rejoining  waiting
 *   reconfigured(), had joined           rejoining  rejoining  rejoining  rejoining
 *   moved()                              settled    due        rejoining  due
 *   settle(): connect(), disconnect()    settled    settled    settled    settled
 *   update, connect-on unchanged: load   settled    connect    connect    waiting
 *   update, unchanged: visible, idle     settled    waiting    connect    waiting
 *   update, unchanged: manual            settled    settled    connect    waiting
 *   update, changed from manual          as due     as due     connect    as due
 *   update, changed from another         settled    as due     connect    as due
 *   update, other credentials than those
 *     of an attempt that failed for good connect    connect    connect    connect
 *
 * "connect" leads to `settled`, or, in a Turbo preview, to `waiting`. Updates connect, or wait, only while the session is
 * disconnected, and do nothing while the element reports a session that the page has set.
 */
export class ConnectController implements ReactiveController {
  readonly #host: OTSessionElement;
  readonly #actions: ConnectActions;
  #state: ConnectState = 'settled';
  /** Ends the waiting. */
  #waiting: AbortController | undefined;
  /** The `connect-on` of the last update. */
  #connectOn: OTSessionElement['connectOn'] | undefined;
  /** The credentials of the last attempt. */
  #triedCredentials: unknown;

  constructor(host: OTSessionElement, actions: ConnectActions) {
    this.#host = host;
    this.#actions = actions;
    host.addController(this);
  }

  /** Applies `connect-on` on the next update. */
  schedule(): void {
    this.settle();
    this.#state = 'due';
  }

  /** Call this when the attributes describe another session. */
  reconfigured(hadJoined: boolean): void {
    if (hadJoined) this.#state = 'rejoining';
    else if (this.#state === 'settled') this.#state = 'due';
  }

  /** The element whose visibility matters may be another one now. */
  moved(): void {
    if (this.#state === 'waiting') this.schedule();
    this.#host.requestUpdate();
  }

  /** Cancels what is due, or waited for. */
  settle(): void {
    this.#state = 'settled';
    this.#waiting?.abort();
  }

  connect(session: Session, token?: string): Promise<void> {
    this.#triedCredentials = this.#actions.credentials();
    return session.connect(token);
  }

  hostUpdated(): void {
    const {connectOn} = this.#host;
    const before = this.#connectOn;
    this.#connectOn = connectOn;
    const session = this.#actions.updateSession();
    if (!session) return;
    const hasChanged = before !== undefined && before !== connectOn;
    const state = this.#state;
    const isDue =
      state === 'due' || state === 'rejoining' || (hasChanged && (before === 'manual' || state === 'waiting'));
    const hasNewCredentials = session.error !== null && this.#actions.credentials() !== this.#triedCredentials;
    const connectsNow = state === 'rejoining' || hasNewCredentials || (isDue && connectOn === 'load');
    if (isDue || connectsNow || hasChanged) this.settle();
    if (session.state !== 'disconnected') return;
    if (connectsNow && !isPreview(this.#host.ownerDocument)) void this.connect(session);
    else if (connectsNow) void this.#connectWhenTriggered('load');
    else if (isDue && connectOn !== 'manual') void this.#connectWhenTriggered(connectOn);
  }

  async #connectWhenTriggered(trigger: ConnectTrigger): Promise<void> {
    this.#state = 'waiting';
    const {signal} = (this.#waiting = new AbortController());
    const host = this.#host;
    const connect = () => void host.connect();
    try {
      const {whenTriggered} = await import('./connect-trigger.js');
      await whenTriggered(trigger, host, host.renderRoot, signal, connect);
    } catch {
      if (signal.aborted) return;
      // without the error, which may contain the URL of the page with a password in it
      console.warn(`${loadFailureMessage(`<ot-session connect-on="${trigger}">`)} It joins now.`);
      connect();
    }
  }
}
