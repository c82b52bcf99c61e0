import {SessionError} from '../../values/session-error.js';

/** What of a global object decides whether the local engine can run there. */
export interface LocalWorld {
  readonly window?: unknown;
  readonly WorkerGlobalScope?: unknown;
  readonly origin?: string;
  readonly isSecureContext?: boolean;
  readonly navigator?: {readonly locks?: unknown};
  readonly BroadcastChannel?: unknown;
}

/**
 * Why the local engine cannot run in this window or worker; undefined where it can.
 *
 * The most particular cause first: an opaque origin is not secure either, and where it is not secure there are no locks.
 */
export function whyUnsupported(world: LocalWorld = globalThis): SessionError | undefined {
  // Newer versions of Node have BroadcastChannel and locks, but nobody to share them with; nor have jsdom and happy-dom,
  // which have a window, and do not say whether it is secure.
  const inBrowser = (world.window ?? world.WorkerGlobalScope) && world.isSecureContext !== undefined;
  if (inBrowser && world.origin === 'null')
    return new SessionError(
      'opaque-origin',
      'A file:, data: or sandboxed page has no origin to share: serve it over http, or allow-same-origin.',
    );
  if (inBrowser && !world.isSecureContext)
    return new SessionError('insecure-context', 'The local engine needs a page on https or localhost.');
  if (!inBrowser || !world.navigator?.locks || !world.BroadcastChannel)
    return new SessionError(
      'unsupported-browser',
      'The local engine needs a browser with Web Locks and BroadcastChannel. For unit tests in Node, registerEngine() a fake one.',
    );
  return undefined;
}

/** What the browser's own error, on using locks or a channel, means for the page's author. */
export function refusedBy(error: unknown): SessionError {
  // third-party frames: Firefox lets them hold locks but not list them
  return error instanceof DOMException && error.name === 'SecurityError'
    ? new SessionError(
        'storage-blocked',
        'The local engine needs site data, which the browser blocks here or in third-party frames.',
        error,
      )
    : new SessionError('connect-failed', `The browser refused the local engine: ${String(error)}`, error);
}
