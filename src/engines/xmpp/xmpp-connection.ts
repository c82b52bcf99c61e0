import type {StanzaBuilder} from './strophe-module.js';
import {startTimer} from '../../scheduling/timer.js';
import {XmppError} from './xmpp-errors.js';
import type {StreamObserver, XmppStream} from './xmpp-stream.js';
import type {XmppTimings} from './xmpp-timings.js';

/** Receives what happens to a connection. */
export interface ConnectionObserver {
  readonly received: (stanza: Element) => void;
  /** The connection is interrupted, and may be resumed. */
  interrupted(): void;
  /** The connection was resumed; stanzas that were missed follow. */
  resumed(): void;
  /** The connection is lost. Called once, as the last callback. */
  lost(error: XmppError): void;
}

/** A connection to the server that outlives its streams. */
export interface XmppConnection {
  send(stanza: StanzaBuilder): void;
  /** Sends an IQ stanza, and resolves with the response. Rejects with an `XmppError`. */
  ask(iq: StanzaBuilder): Promise<Element>;
  /** Pings periodically. After a timeout, the connection counts as interrupted; after a stanza error, as lost. */
  keepAlive(ping: () => Promise<unknown>): void;
  /** Closes the connection after sending a goodbye; urgently if the page is being unloaded. */
  close(goodbye: StanzaBuilder | undefined, isUrgent: boolean): void;
}

/**
 * Connects, and keeps the connection alive: a stream that was lost is resumed by another one if the server supports it
 * (XEP-0198); requests of BOSH are repeated.
 *
 * @throws {XmppError} if the first stream could not be opened
 * @throws the signal's reason if it is aborted before
 */
export async function keepConnection(
  open: (observer: StreamObserver) => XmppStream,
  observer: ConnectionObserver,
  timings: XmppTimings,
  signal: AbortSignal,
): Promise<XmppConnection> {
  const lifetime = new AbortController();
  /** Aborted when the interruption ends; undefined while there is none. */
  let interruption: AbortController | undefined;
  /** The attempt to resume that is scheduled or in progress. */
  let attempt: AbortController | undefined;
  let retries = 0;
  let ping: (() => Promise<unknown>) | undefined;
  let stream = await openFirst();

  function openFirst(): Promise<XmppStream> {
    return new Promise((resolve, reject) => {
      let isOpen = false;
      const first = open({
        opened() {
          isOpen = true;
          signal.removeEventListener('abort', abort);
          resolve(first);
        },
        received: observer.received,
        closed(error) {
          if (isOpen) interrupt(error);
          else reject(error);
        },
      });
      function abort(): void {
        first.drop();
        reject(signal.reason as Error);
      }
      signal.addEventListener('abort', abort);
    });
  }

  /** Returns whether the connection had not ended before. */
  function end(): boolean {
    if (lifetime.signal.aborted) return false;
    lifetime.abort();
    endInterruption();
    return true;
  }

  function endInterruption(): void {
    attempt?.abort();
    interruption?.abort();
    interruption = undefined;
  }

  function lose(error: XmppError): void {
    if (!end()) return;
    stream.close(undefined, false);
    observer.lost(error);
  }

  function interrupt(error: XmppError): void {
    if (interruption || lifetime.signal.aborted) return;
    // a request of BOSH may still be answered
    const isWaiting = stream.isPolling && error.kind === 'timeout';
    if (!isWaiting) stream.drop();
    // a stream that ended with a stream error cannot be resumed (RFC 6120, section 4.9.1.1)
    if (!isWaiting && (error.kind === 'stream' || stream.resumable === 0)) {
      lose(error);
      return;
    }
    const {signal: over} = (interruption = new AbortController());
    startTimer((!isWaiting && stream.resumable) || timings.resume, over, () => {
      lose(error);
    });
    if (!isWaiting) {
      retries = 0;
      retry();
      addEventListener('online', resume, {signal: over});
    }
    observer.interrupted();
  }

  function retry(): void {
    attempt = new AbortController();
    const wait = Math.min(timings.retry * 2 ** retries++, timings.longestRetry);
    startTimer(wait * (0.5 + Math.random() / 2), attempt.signal, resume);
  }

  function resume(): void {
    attempt?.abort();
    stream.drop();
    const {signal: over} = (attempt = new AbortController());
    stream = open({
      opened(wasResumed) {
        if (!wasResumed) {
          lose(new XmppError('stream', 'not-resumed'));
          return;
        }
        endInterruption();
        observer.resumed();
        void check();
      },
      received: observer.received,
      closed(error) {
        if (!interruption) interrupt(error);
        else if (error.kind === 'connection') retryOnce();
        else lose(error);
      },
    });
    startTimer(timings.answer, over, retryOnce);
    function retryOnce(): void {
      if (over.aborted) return;
      attempt?.abort();
      stream.drop();
      retry();
    }
  }

  async function check(): Promise<void> {
    const current = interruption;
    if (current && !stream.isPolling) return;
    try {
      await ping?.();
      if (!current || current !== interruption) return;
      endInterruption();
      observer.resumed();
    } catch (reason) {
      const error = reason as XmppError;
      if (error.kind === 'timeout') interrupt(error);
      else if (error.kind === 'stanza') lose(error);
    }
  }

  function checkPeriodically(): void {
    startTimer(interruption ? timings.longestRetry : timings.ping, lifetime.signal, () => {
      void check().then(checkPeriodically);
    });
  }

  return {
    send(stanza) {
      stream.send(stanza);
    },
    ask: (iq) => stream.ask(iq, timings.answer),
    keepAlive(newPing) {
      ping = newPing;
      checkPeriodically();
    },
    close(goodbye, isUrgent) {
      if (end()) stream.close(goodbye, isUrgent);
    },
  };
}
