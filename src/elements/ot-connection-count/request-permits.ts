import {pageSingleton} from '../../values/page-singleton.js';

/**
 * The maximum number of streams, and of other requests for counts, that the page has open to an origin at a time. Browsers
 * open six HTTP/1.1 connections to an origin, and the page needs some of them for everything else.
 */
const LIMITS = {streams: 2, polls: 2};

/** The open requests for counts to one origin. */
interface OpenRequests {
  streams: number;
  polls: number;
  /** Called when one has ended. */
  readonly waiting: Set<() => void>;
}

const openRequestsByOrigin = pageSingleton('ot-elements.count-requests.1', () => new Map<string, OpenRequests>());

/** A semaphore permit to make one request. */
export interface RequestPermit {
  /** Whether the response may be a stream. */
  readonly mayStream: boolean;
  /** Call this when the request has ended. */
  release(): void;
}

/** Resolves when a request may be made to an origin, within the limits. Rejects with the signal's reason if that is aborted first. */
export async function acquirePermit(origin: string, signal: AbortSignal): Promise<RequestPermit> {
  let open = openRequestsByOrigin.get(origin);
  if (!open) openRequestsByOrigin.set(origin, (open = {streams: 0, polls: 0, waiting: new Set()}));
  for (;;) {
    signal.throwIfAborted();
    const kind = open.streams < LIMITS.streams ? 'streams' : open.polls < LIMITS.polls ? 'polls' : undefined;
    if (kind) return take(open, kind);
    await nextEnd(open, signal);
  }
}

function take(open: OpenRequests, kind: 'streams' | 'polls'): RequestPermit {
  open[kind]++;
  return {
    mayStream: kind === 'streams',
    release() {
      open[kind]--;
      for (const retry of [...open.waiting]) retry();
    },
  };
}

/** Resolves when a request has ended, or the signal is aborted. */
async function nextEnd({waiting}: OpenRequests, signal: AbortSignal): Promise<void> {
  const settled = new AbortController();
  let stop: () => void = () => undefined;
  await new Promise<void>((resolve) => {
    stop = resolve;
    waiting.add(stop);
    signal.addEventListener('abort', stop, {signal: settled.signal});
  });
  waiting.delete(stop);
  settled.abort();
}
