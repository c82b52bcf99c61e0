import {isConnected} from '../vendor-session.js';
import type {VendorSDK, VendorSession} from './vendor-sdk.js';

/** Sessions that are to be disconnected as soon as they have resumed their connection. */
export const leaving = new WeakSet<VendorSession>();

/** Whether a session is connected, or about to be, and is to stay so. */
export function isInUse(session: VendorSession): boolean {
  return (isConnected(session) && !leaving.has(session)) || session.currentState === 'connecting';
}

/** The vendor's sessions that one page has had. */
export class VendorSessions {
  #known: WeakRef<VendorSession>[] = [];

  /**
   * The session to join by: one that the page has connected, or a new one.
   *
   * A session is connected only once. The socket of a connection that ended closes up to a second later, the sockets of a
   * failed attempt go on for longer, and what they do would end a later connection of the same session.
   */
  find(sdk: VendorSDK, key: string, sessionId: string, options?: object): VendorSession {
    const current = sdk.initSession(key, sessionId, options);
    // the page may have kept an earlier one, which initSession() no longer returns
    const known = new Set([current, ...this.#known.flatMap((ref) => ref.deref() ?? [])]);
    let session = [...known].find((one) => one.sessionId === sessionId && isInUse(one)) ?? current;
    if (sdk.sessions && !isInUse(session) && session.previousState !== undefined) {
      sdk.sessions.remove(session);
      known.add((session = sdk.initSession(key, sessionId, options)));
    }
    this.#known = [...known].map((one) => new WeakRef(one));
    return session;
  }
}
