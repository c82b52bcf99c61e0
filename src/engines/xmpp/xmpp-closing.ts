import type {StanzaBuilder, StropheConnection, StropheModule} from './strophe-module.js';
import {NS} from './xmpp-namespaces.js';
import {closesSocketsEarly} from './xmpp-page.js';

/** How to close a stream. */
export interface Closing {
  /** The stanza to send before. */
  readonly goodbye: StanzaBuilder | undefined;
  /** Whether the page is being unloaded. */
  readonly isUrgent: boolean;
  /** How long to wait for the server, in milliseconds. */
  readonly timeout: number;
}

/**
 * Closes the socket without closing the stream. Resetting first keeps the state for a resumption, and prevents the library from
 * closing the stream.
 */
export function closeSocket(connection: StropheConnection): void {
  connection.reset();
  connection.disconnect();
}

/** Closes a stream over a WebSocket (RFC 7395, section 3.6). */
export function closeStream(
  connection: StropheConnection,
  {$build, Strophe}: StropheModule,
  {goodbye, isUrgent, timeout}: Closing,
): void {
  if (goodbye) connection.send(goodbye);
  connection.send($build('close', {xmlns: NS.framing}));
  if (isUrgent && !closesSocketsEarly) {
    if (goodbye) blockPage();
    closeSocket(connection);
    return;
  }
  // the server closes the socket; if the client does, browsers log an error
  const timer = setTimeout(closeSocket, timeout, connection);
  connection.connect_callback = (status) => {
    if (status === Strophe.Status.DISCONNECTED) clearTimeout(timer);
  };
}

/** Closes a stream of requests (BOSH). */
export function closePolling(
  connection: StropheConnection,
  service: string,
  {goodbye, isUrgent, timeout}: Closing,
): void {
  if (isUrgent) sendByBeacon(connection, service);
  if (goodbye) connection.send(goodbye);
  if (goodbye && !isUrgent) {
    disconnectWhenSent(connection, timeout);
    return;
  }
  connection.flush();
  connection.disconnect();
}

/** Disconnects after the goodbye was sent, which waits while two requests are pending. */
function disconnectWhenSent(connection: StropheConnection, timeout: number): void {
  let wasSent = false;
  connection.rawOutput = () => {
    wasSent = true;
  };
  connection.flush();
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- flush() sets it
  if (wasSent) {
    connection.disconnect();
    return;
  }
  const timer = setTimeout(closeSocket, timeout, connection);
  connection.rawInput = () => {
    connection.rawInput = () => undefined;
    clearTimeout(timer);
    queueMicrotask(() => {
      connection.flush();
      connection.disconnect();
    });
  };
}

/** Sends further data by beacon, since an unloading page's requests are canceled. */
function sendByBeacon(connection: StropheConnection, service: string): void {
  connection.rawOutput = (data) => {
    navigator.sendBeacon(service, data);
  };
}

/**
 * Blocks the unloading page for 20 ms before its socket is closed: ejabberd drops stanzas that it has not processed when the
 * socket closes, and an unloading page has no later task.
 */
function blockPage(): void {
  const end = performance.now() + 20;
  while (performance.now() < end);
}
