import type {ResumptionMemory, StanzaBuilder, StropheModule} from './strophe-module.js';
import {callReportingErrors} from '../../scheduling/call-reporting-errors.js';
import {queueTask} from '../../scheduling/queue-task.js';
import {rejectOnAbort} from '../../scheduling/reject-on-abort.js';
import {startTimer} from '../../scheduling/timer.js';
import {unclobbered} from '../../dom/unclobbered.js';
import {closePolling, closeSocket, closeStream} from './xmpp-closing.js';
import {XmppError, readError} from './xmpp-errors.js';
import {NS} from './xmpp-namespaces.js';

/**
 * How long the server may hold a request of BOSH (the attribute `wait`), in seconds. This is how long it takes to notice that a
 * page has gone without a goodbye; since the client pings every ten seconds, longer would not save requests.
 */
const POLL_SECONDS = 15;

/** The parameters of a stream. */
export interface StreamOptions {
  readonly strophe: StropheModule;
  readonly service: string;
  readonly jid: string;
  readonly token: string;
  /** Stores what a later stream needs to resume this one. */
  readonly memory: ResumptionMemory;
  /** How long to wait for the server to close the stream, in milliseconds. */
  readonly closeTimeout: number;
}

/** Receives what happens on a stream. Not called after `closed()`, or after the stream was closed or dropped by the client. */
export interface StreamObserver {
  /** The client is authenticated. If the stream was resumed, stanzas that were missed follow. */
  opened(wasResumed: boolean): void;
  /** A presence, or a message in the namespace of this package. */
  readonly received: (stanza: Element) => void;
  /** The stream was closed, or could not be opened. */
  closed(error: XmppError): void;
}

/** One stream to the server (RFC 6120), which ends with its socket. */
export interface XmppStream {
  /** How long after its end this stream can be resumed by another one, in milliseconds; 0 if it cannot, NaN if unknown. */
  readonly resumable: number;
  /** Whether it consists of requests (BOSH, XEP-0124), which may fail and be repeated without ending the stream. */
  readonly isPolling: boolean;
  send(stanza: StanzaBuilder): void;
  /** Sends an IQ stanza, and resolves with the response. Rejects with an `XmppError`, also after a timeout in milliseconds. */
  ask(iq: StanzaBuilder, timeout: number): Promise<Element>;
  /** Sends a goodbye, and closes the stream; waits for the server to close it, unless the page is being unloaded. */
  close(goodbye: StanzaBuilder | undefined, isUrgent: boolean): void;
  /** Closes the socket without closing the stream, as if the network had failed. */
  drop(): void;
}

/** Opens a stream, and authenticates with the token (SASL PLAIN). */
export function openStream(options: StreamOptions, observer: StreamObserver): XmppStream {
  const {strophe, service, jid, token, memory, closeTimeout} = options;
  const {$iq, Strophe} = strophe;
  const {Status} = Strophe;
  const isPolling = service.startsWith('http');
  const connection = new Strophe.Connection(service, {
    enableStreamManagement: true,
    streamManagement: {storage: memory},
    mechanisms: [Strophe.SASLPlain],
  });
  /** Aborted, with the error, when calls to the observer end. */
  const controller = new AbortController();
  const ended = controller.signal;
  let failure = new XmppError('connection', 'connection-lost');
  let isOpen = false;
  let resumable = 0;

  /** Ends calls to the observer. Returns whether they had not ended before. */
  function finish(error: XmppError): boolean {
    if (ended.aborted) return false;
    const {sm} = connection;
    if (sm?.enabled && sm.hasResumableState()) resumable = (sm.state.max ?? NaN) * 1000;
    controller.abort(error);
    return true;
  }

  function fail(error: XmppError): void {
    if (!finish(error)) return;
    closeSocket(connection);
    observer.closed(error);
  }

  function handleStatus(status: number, condition: string | null, stanza?: Element): void {
    if (ended.aborted) return;
    if (status === Status.CONNECTED) {
      isOpen = true;
      // the library removes all handlers with each stream
      connection.addHandler(handleStanza, null, 'presence', null);
      connection.addHandler(handleStanza, NS.connection, 'message', 'groupchat');
      connection.addHandler(handlePing, NS.ping, 'iq', 'get');
      observer.opened(connection.hasResumed());
    } else if (status === Status.AUTHFAIL) {
      fail(readError('authentication', stanza));
    } else if (status === Status.CONNFAIL) {
      failure = new XmppError('connection', condition ?? 'connection-lost');
    } else if (status === Status.ERROR) {
      failure = new XmppError('stream', condition ?? 'undefined-condition');
    } else if (status === Status.DISCONNECTED) {
      fail(failure);
    }
  }

  function handleStanza(stanza: Element): true {
    // the library removes handlers that throw
    callReportingErrors(() => {
      if (!ended.aborted) observer.received(stanza);
    });
    return true;
  }

  /** Answers pings, which a room may forward to its occupants (XEP-0199). */
  function handlePing(stanza: Element): true {
    const [id, from] = [stanza.getAttribute('id'), stanza.getAttribute('from')];
    connection.send($iq({type: 'result', ...(id && {id}), ...(from && {to: from})}));
    return true;
  }

  /** Sends requests now. The library does so every 100 ms, or every second in a hidden page. */
  function flush(): void {
    if (isPolling && !ended.aborted) connection.flush();
  }
  if (isPolling) {
    connection.rawInput = () => {
      // Once open in a visible page, the library's 100 ms are fast enough. In a task, after the response was handled: two
      // requests at the same time may reach the server in reverse order.
      if (!isOpen || isHidden()) queueTask(flush);
    };
  }

  try {
    connection.connect(jid, token, handleStatus, isPolling ? POLL_SECONDS : undefined);
  } catch (error) {
    // the browser refused to open it, for example because of the page's CSP
    queueMicrotask(() => {
      fail(new XmppError('connection', 'socket-refused', String(error)));
    });
  }

  return {
    isPolling,
    get resumable() {
      return resumable;
    },
    send(stanza) {
      if (!isOpen || ended.aborted) return;
      connection.send(stanza);
      flush();
    },
    async ask(iq, timeout) {
      if (!isOpen || ended.aborted) throw new XmppError('connection', 'not-connected');
      const answered = new AbortController();
      const answer = new Promise<Element>((resolve, reject) => {
        startTimer(timeout, answered.signal, () => {
          reject(new XmppError('timeout', 'no-answer'));
        });
        connection.sendIQ(iq, resolve, (stanza) => {
          reject(readError('stanza', stanza));
        });
      });
      flush();
      try {
        return await Promise.race([answer, rejectOnAbort(ended, answered)]);
      } finally {
        answered.abort();
      }
    },
    close(goodbye, isUrgent) {
      if (!finish(new XmppError('connection', 'left'))) return;
      const closing = {goodbye, isUrgent, timeout: closeTimeout};
      if (!isOpen) closeSocket(connection);
      else if (isPolling) closePolling(connection, service, closing);
      else closeStream(connection, strophe, closing);
    },
    drop() {
      if (finish(new XmppError('connection', 'dropped'))) closeSocket(connection);
    },
  };
}

function isHidden(): boolean {
  return typeof document !== 'undefined' && unclobbered(document).hidden;
}
