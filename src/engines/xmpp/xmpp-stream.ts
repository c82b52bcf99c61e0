import type {ResumptionMemory, StanzaBuilder, StropheModule} from './strophe-module.js';
import {callReportingErrors} from '../../scheduling/call-reporting-errors.js';
import {queueTask} from '../../scheduling/queue-task.js';
import {unclobbered} from '../../dom/unclobbered.js';
import {XmppError, readError} from './xmpp-errors.js';
import {NS} from './xmpp-namespaces.js';
import {closesEarly} from './xmpp-page.js';

/** How a stream is opened. */
export interface StreamPlan {
  readonly strophe: StropheModule;
  readonly service: string;
  readonly jid: string;
  readonly token: string;
  /** What a later stream needs to resume this one. */
  readonly memory: ResumptionMemory;
  /** How long the server may take to close the stream, in milliseconds. */
  readonly goodbye: number;
}

/** Whom a stream tells. Nothing is told after `closed()`, nor after the stream was closed or dropped from here. */
export interface StreamObserver {
  /** We are logged in. If the stream was resumed, what was missed follows, and nobody noticed that we were away. */
  opened(wasResumed: boolean): void;
  /** A presence came, or a message of ours. */
  readonly received: (stanza: Element) => void;
  /** It was closed, or could not be opened. */
  closed(error: XmppError): void;
}

/** One stream to the server: logged in, and gone with its socket. */
export interface XmppStream {
  /** For how long after its end another stream can resume this one, in milliseconds; 0 if it cannot, NaN if that is unknown. */
  readonly resumable: number;
  /** Whether it consists of requests (BOSH), which may fail and be sent again without an end of the stream. */
  readonly isPolling: boolean;
  send(stanza: StanzaBuilder): void;
  /** Rejects with an `XmppError`, also when there is no answer in so many milliseconds. */
  ask(iq: StanzaBuilder, limit: number): Promise<Element>;
  /** Says these last words and takes leave, for which it waits unless the page is about to go. */
  close(lastWords: StanzaBuilder | undefined, isUrgent: boolean): void;
  /** Lets go of the socket without a word, as if the network had failed. */
  drop(): void;
}

export function openStream(plan: StreamPlan, observer: StreamObserver): XmppStream {
  const {strophe, service, jid, token, memory, goodbye} = plan;
  const {$build, $iq, Strophe} = strophe;
  const {Status} = Strophe;
  const isPolling = service.startsWith('http');
  const connection = new Strophe.Connection(service, {
    enableStreamManagement: true,
    streamManagement: {storage: memory},
    mechanisms: [Strophe.SASLPlain],
  });
  const unanswered = new Set<(error: XmppError) => void>();
  let failure = new XmppError('connection', 'connection-lost');
  let isOpen = false;
  let isOver = false;
  let resumable = 0;

  /** Nothing more is told. Returns whether that is news. */
  function finish(error: XmppError): boolean {
    if (isOver) return false;
    isOver = true;
    const {sm} = connection;
    if (sm?.enabled && sm.hasResumableState()) resumable = (sm.state.max ?? NaN) * 1000;
    for (const reject of unanswered) reject(error);
    return true;
  }

  function fail(error: XmppError): void {
    if (!finish(error)) return;
    release();
    observer.closed(error);
  }

  /** Closes the socket now. To be reset first keeps what a resumption needs, and keeps it from saying goodbye. */
  function release(): void {
    connection.reset();
    connection.disconnect();
  }

  function handleStatus(status: number, condition: string | null, stanza?: Element): void {
    if (isOver) return;
    if (status === Status.CONNECTED) {
      isOpen = true;
      // all handlers are forgotten with each stream
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
    // a handler that throws would be taken off
    callReportingErrors(() => {
      if (!isOver) observer.received(stanza);
    });
    return true;
  }

  /** The room may pass on to us what we ask it. */
  function handlePing(stanza: Element): true {
    const [id, from] = [stanza.getAttribute('id'), stanza.getAttribute('from')];
    connection.send($iq({type: 'result', ...(id && {id}), ...(from && {to: from})}));
    return true;
  }

  /** The library would send requests when it looks the next time: after 100 ms, or after a second in a hidden page. */
  function flush(): void {
    if (isPolling && !isOver) connection.flush();
  }
  if (isPolling) {
    connection.rawInput = () => {
      // Once we are in, and seen, it is soon enough to ask for more every 100 ms. Not before the answer was acted on: two
      // requests in one moment may come to the server in the other order.
      if (!isOpen || isHidden()) queueTask(flush);
    };
  }

  /** Ends a stream of requests, when its last words are sent: while two requests are under way, they wait. */
  function endPolling(): void {
    const sent: string[] = [];
    connection.rawOutput = (data) => {
      sent.push(data);
    };
    connection.flush();
    if (sent.length) {
      connection.disconnect();
      return;
    }
    const timer = setTimeout(release, goodbye);
    connection.rawInput = () => {
      connection.rawInput = () => undefined;
      clearTimeout(timer);
      queueMicrotask(() => {
        connection.flush();
        connection.disconnect();
      });
    };
  }

  try {
    connection.connect(jid, token, handleStatus, isPolling ? POLL : undefined);
  } catch (error) {
    // the browser's own refusal, as by a policy of the page's
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
      if (!isOpen || isOver) return;
      connection.send(stanza);
      flush();
    },
    ask(iq, limit) {
      return new Promise((resolve, reject) => {
        if (!isOpen || isOver) throw new XmppError('connection', 'not-connected');
        const settle = () => {
          clearTimeout(timer);
          unanswered.delete(refuse);
        };
        const refuse = (error: XmppError) => {
          settle();
          reject(error);
        };
        const timer = setTimeout(() => {
          refuse(new XmppError('timeout', 'no-answer'));
        }, limit);
        unanswered.add(refuse);
        connection.sendIQ(
          iq,
          (answer) => {
            settle();
            resolve(answer);
          },
          (answer) => {
            refuse(readError('stanza', answer));
          },
        );
        flush();
      });
    },
    close(lastWords, isUrgent) {
      if (!finish(new XmppError('connection', 'left'))) return;
      if (!isOpen) {
        release();
        return;
      }
      if (isPolling && isUrgent) outlive(connection, service);
      if (lastWords) connection.send(lastWords);
      if (isPolling && lastWords && !isUrgent) {
        endPolling();
        return;
      }
      if (isPolling) {
        connection.flush();
        connection.disconnect();
        return;
      }
      connection.send($build('close', {xmlns: NS.framing}));
      if (isUrgent && !closesEarly) {
        if (lastWords) holdUp();
        release();
        return;
      }
      // the server closes the socket in turn; who does it before makes the browser complain in the console
      const timer = setTimeout(release, goodbye);
      connection.connect_callback = (status: number) => {
        if (status === Status.DISCONNECTED) clearTimeout(timer);
      };
    },
    drop() {
      if (finish(new XmppError('connection', 'dropped'))) release();
    },
  };
}

/**
 * For how long the server may leave a request of BOSH open, in seconds. It notices no sooner that a page is gone without a
 * goodbye; and since we ask it something every ten seconds, more would save no request.
 */
const POLL = 15;

/** Has what is sent from now on sent by the browser once more, when the page and its requests are gone. */
function outlive(connection: {rawOutput: (data: string) => void}, service: string): void {
  connection.rawOutput = (data) => {
    navigator.sendBeacon(service, data);
  };
}

/**
 * Holds the page up, in the moment in which it goes, for 20 ms. ejabberd drops what it has read and not come to when the socket
 * is closed, and to a page that goes nothing is left that would be later.
 */
function holdUp(): void {
  const end = performance.now() + 20;
  while (performance.now() < end);
}

function isHidden(): boolean {
  return typeof document !== 'undefined' && unclobbered(document).hidden;
}
