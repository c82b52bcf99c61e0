import type {StanzaBuilder} from './strophe-module.js';
import type {XmppConnection} from './xmpp-connection.js';

/** What we do in a session, over a connection to its server. */
export interface XmppStay {
  /** Whether the observer was told that we are connected. */
  readonly isInside: boolean;
  /** Whether the server lets us remove others. */
  readonly isModerator: boolean;
  /** What is to be said before leaving. */
  readonly goodbye: StanzaBuilder | undefined;
  /** To be given every presence that comes, and every message of ours. */
  readonly received: (stanza: Element) => void;
  /**
   * Resolves when the observer was told that we are connected.
   *
   * @throws {SessionError}
   */
  enter(connection: XmppConnection): Promise<void>;
  /**
   * Removes somebody.
   *
   * @throws {SessionError}
   */
  remove(connectionId: string): Promise<void>;
}

/** An id that nobody has. `crypto.randomUUID()` is for secure contexts only. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
