import type {StanzaBuilder} from './strophe-module.js';
import type {XmppConnection} from './xmpp-connection.js';

/** A client of a session's room, over a connection to the server. */
export interface XmppRoomClient {
  /** Whether the observer's `connected()` was called. */
  readonly isConnected: boolean;
  /** Whether the server allows this client to remove others. */
  readonly isModerator: boolean;
  /** The stanza to send before leaving. */
  readonly goodbye: StanzaBuilder | undefined;
  /** Handles a stanza: every presence, and messages in the namespace of this package. */
  readonly received: (stanza: Element) => void;
  /**
   * Resolves when the observer's `connected()` was called.
   *
   * @throws {SessionError}
   */
  enter(connection: XmppConnection): Promise<void>;
  /**
   * Removes a connection.
   *
   * @throws {SessionError}
   */
  remove(connectionId: string): Promise<void>;
}

/** A unique id. `crypto.randomUUID()` is available only in secure contexts. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
