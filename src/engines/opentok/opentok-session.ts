import {isConnected} from '../vendor-session.js';
import type {VendorSDK, VendorSession} from './vendor-sdk.js';

/** Sessions that will be disconnected as soon as they have resumed their connection. */
export const leavingSessions = new WeakSet<VendorSession>();

/** Whether a session is connected or connecting, and will not be disconnected. */
export function isInUse(session: VendorSession): boolean {
  return (isConnected(session) && !leavingSessions.has(session)) || session.currentState === 'connecting';
}

/** The vendor's sessions that a page has created. */
export class VendorSessions {
  #known: WeakRef<VendorSession>[] = [];

  /**
   * Returns a session that the page has connected, or a new one.
   *
   * A session is connected only once: the socket of its previous connection closes up to a second after that has ended, the
   * sockets of a failed attempt even later, and their events would end a later connection of the same session.
   */
  find(sdk: VendorSDK, key: string, sessionId: string, options?: object): VendorSession {
    const current = sdk.initSession(key, sessionId, options);
    // the page may use an earlier one that initSession() no longer returns
    const known = new Set([current, ...this.#known.flatMap((ref) => ref.deref() ?? [])]);
    let session = [...known].find((each) => each.sessionId === sessionId && isInUse(each)) ?? current;
    if (sdk.sessions && !isInUse(session) && session.previousState !== undefined) {
      sdk.sessions.remove(session);
      known.add((session = sdk.initSession(key, sessionId, options)));
    }
    this.#known = [...known].map((each) => new WeakRef(each));
    return session;
  }
}
