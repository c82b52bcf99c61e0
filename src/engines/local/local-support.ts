import {SessionError} from '../../values/session-error.js';

/** The properties of a global object that decide whether the local engine can run there. */
export interface LocalGlobals {
  readonly window?: unknown;
  readonly WorkerGlobalScope?: unknown;
  readonly origin?: string;
  readonly isSecureContext?: boolean;
  readonly navigator?: {readonly locks?: unknown};
  readonly BroadcastChannel?: unknown;
}

/** Why the local engine cannot run in this window or worker; undefined if it can. */
export function whyUnsupported(globals: LocalGlobals = globalThis): SessionError | undefined {
  // Node, jsdom, and happy-dom may have locks and channels, but share them with no other page; they have no isSecureContext.
  const isBrowser = (globals.window ?? globals.WorkerGlobalScope) && globals.isSecureContext !== undefined;
  // the most specific reason first: an opaque origin may be insecure too, and an insecure context has no locks
  if (isBrowser && globals.origin === 'null')
    return new SessionError(
      'opaque-origin',
      '<ot-session engine="local"> needs an origin: serve the page over https, not as file: or data:; a sandboxed frame needs allow-same-origin.',
    );
  if (isBrowser && !globals.isSecureContext)
    return new SessionError(
      'insecure-context',
      '<ot-session engine="local"> needs a secure context: serve the page over https or on localhost.',
    );
  if (!isBrowser || !globals.navigator?.locks || !globals.BroadcastChannel)
    return new SessionError(
      'unsupported-browser',
      '<ot-session engine="local"> needs a browser with Web Locks and BroadcastChannel. In unit tests, registerEngine() a fake engine.',
    );
  return undefined;
}

/** An error that the browser throws for locks or channels, as a `SessionError`. */
export function fromBrowser(error: unknown): SessionError {
  // in third-party frames, Firefox allows holding locks but not listing them
  return error instanceof DOMException && error.name === 'SecurityError'
    ? new SessionError(
        'storage-blocked',
        '<ot-session engine="local"> needs site data, which the browser blocks for this page or in third-party frames.',
        error,
      )
    : new SessionError(
        'connect-failed',
        `<ot-session engine="local">: the browser failed to join: ${String(error)}`,
        error,
      );
}
