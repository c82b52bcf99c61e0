import type {StanzaBuilder} from './strophe-module.js';
import {startTimer} from '../../scheduling/timer.js';
import {XmppError} from './xmpp-errors.js';
import type {StreamObserver, XmppStream} from './xmpp-stream.js';
import type {XmppTimings} from './xmpp-timings.js';

/** Whom a connection tells. */
export interface ConnectionObserver {
  readonly received: (stanza: Element) => void;
  /** The connection is interrupted, and may be there again. */
  interrupted(): void;
  /** It is there again, as if nothing had happened; what was missed follows. */
  resumed(): void;
  /** It is lost. Called once, and last. */
  lost(error: XmppError): void;
}

/** A connection to the server that outlives its streams. */
export interface XmppConnection {
  send(stanza: StanzaBuilder): void;
  /** Rejects with an `XmppError`. */
  ask(iq: StanzaBuilder): Promise<Element>;
  /** Asks this again and again: without an answer the connection is interrupted, with an error of a stanza it is lost. */
  watch(question: () => Promise<unknown>): void;
  /** Ends it, with these last words. */
  close(lastWords: StanzaBuilder | undefined, isUrgent: boolean): void;
}

/**
 * Connects, and from then on keeps the connection up: a stream that is gone is resumed by another one, if the server has
 * kept it (XEP-0198); requests (BOSH) are waited for.
 *
 * @throws {XmppError} when the first stream could not be opened; or the reason of the signal, if that is aborted before
 */
export async function keepConnection(
  open: (observer: StreamObserver) => XmppStream,
  observer: ConnectionObserver,
  timings: XmppTimings,
  signal: AbortSignal,
): Promise<XmppConnection> {
  const life = new AbortController();
  /** Aborted when the interruption is over. */
  let interruption: AbortController | undefined;
  /** The attempt to resume that is waited for, or under way. */
  let attempt: AbortController | undefined;
  let retries = 0;
  let question: (() => Promise<unknown>) | undefined;
  let stream = await openFirst();

  function openFirst(): Promise<XmppStream> {
    return new Promise((resolve, reject) => {
      let isOpen = false;
      const first = open({
        opened() {
          isOpen = true;
          signal.removeEventListener('abort', giveUp);
          resolve(first);
        },
        received: observer.received,
        closed(error) {
          if (isOpen) interrupt(error);
          else reject(error);
        },
      });
      function giveUp(): void {
        first.drop();
        reject(signal.reason as Error);
      }
      signal.addEventListener('abort', giveUp);
    });
  }

  function end(): boolean {
    if (life.signal.aborted) return false;
    life.abort();
    recovered();
    return true;
  }

  function recovered(): void {
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
    if (interruption || life.signal.aborted) return;
    const waits = stream.isPolling && error.kind === 'timeout';
    if (!waits) stream.drop();
    // what ended with an error of the stream cannot be resumed (RFC 6120, section 4.9.1.1)
    if (!waits && (error.kind === 'stream' || stream.resumable === 0)) {
      lose(error);
      return;
    }
    const {signal: over} = (interruption = new AbortController());
    startTimer((!waits && stream.resumable) || timings.resume, over, () => {
      lose(error);
    });
    if (!waits) {
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
        recovered();
        observer.resumed();
        void check();
      },
      received: observer.received,
      closed(error) {
        if (!interruption) interrupt(error);
        else if (error.kind === 'connection') again();
        else lose(error);
      },
    });
    startTimer(timings.answer, over, again);
    function again(): void {
      if (over.aborted) return;
      attempt?.abort();
      stream.drop();
      retry();
    }
  }

  async function check(): Promise<void> {
    const isWaiting = interruption;
    if (isWaiting && !stream.isPolling) return;
    try {
      await question?.();
      if (!isWaiting || isWaiting !== interruption) return;
      recovered();
      observer.resumed();
    } catch (reason) {
      const error = reason as XmppError;
      if (error.kind === 'timeout') interrupt(error);
      else if (error.kind === 'stanza') lose(error);
    }
  }

  function keepChecking(): void {
    startTimer(interruption ? timings.longestRetry : timings.ping, life.signal, () => {
      void check().then(keepChecking);
    });
  }

  return {
    send(stanza) {
      stream.send(stanza);
    },
    ask: (iq) => stream.ask(iq, timings.answer),
    watch(asked) {
      question = asked;
      keepChecking();
    },
    close(lastWords, isUrgent) {
      if (end()) stream.close(lastWords, isUrgent);
    },
  };
}
