import {SessionError} from '../../session/session-error.js';
import type {VendorSDK} from './vendor-sdk.js';

/** Where the vendor keeps its SDK: never an address from markup, which would let whoever writes markup run scripts. */
const OPENTOK = 'https://static.opentok.com/v2/js/opentok.min.js';
const VONAGE = 'https://video.standard.vonage.com/v2/js/opentok.min.js';

/** How long a script of this size may take from the network to its first line, in milliseconds. */
const SOON = 1_000;
/** How long the page's own script is awaited that seems to be on its way, in milliseconds. */
const LATE = 10_000;

interface TrustedTypePolicy {
  createScriptURL(kind: string): string;
}

const page = globalThis as {
  OT?: VendorSDK;
  trustedTypes?: {createPolicy(name: string, rules: TrustedTypePolicy): TrustedTypePolicy};
};

/** Nothing but the vendor's two addresses can come out of it. A page's policy may allow it once only. */
let policy: TrustedTypePolicy | undefined;

/** The page's own OT: the one there is, or that of a script of the page's that is still on its way. */
export async function pageSDK(): Promise<VendorSDK | undefined> {
  if (!page.OT && typeof document === 'object') {
    const script = [...document.scripts].find((one) => /\/opentok(\.min)?\.js\b/.test(one.src));
    if (script) await Promise.race([loaded(script), hadItsTurn(script)]);
  }
  return page.OT;
}

/** Resolves when a script has run, or will not, as far as one can tell who may have come too late for its events. */
async function hadItsTurn({src}: HTMLScriptElement): Promise<void> {
  // the page is not done before each of its scripts is: deferred ones may be fetched, and run in the end
  if (document.readyState !== 'complete') {
    await new Promise((resolve) => {
      window.addEventListener('load', resolve);
    });
  }
  // of what failed, not every browser keeps an entry
  const limit = performance.getEntriesByName(src).length ? SOON : LATE;
  await new Promise((resolve) => setTimeout(resolve, limit));
}

/**
 * Adds the vendor's script for this kind of key to the page.
 *
 * @throws {SessionError} `sdk-load-failed`, `unsupported-browser`
 */
export async function vendorSDK(isApiKey: boolean): Promise<VendorSDK> {
  if (typeof document === 'undefined') throw new SessionError('unsupported-browser', 'OpenTok: this is no browser.');
  const createScriptURL = (kind: string) => (kind === 'opentok' ? OPENTOK : VONAGE);
  const kind = isApiKey ? 'opentok' : 'vonage';
  const url = createScriptURL(kind);
  const script = document.createElement('script');
  let blocked = false;
  const handleViolation = ({blockedURI}: SecurityPolicyViolationEvent) => {
    blocked ||= url.startsWith(blockedURI) || blockedURI === 'trusted-types-sink';
  };
  document.addEventListener('securitypolicyviolation', handleViolation);
  try {
    policy ??= page.trustedTypes?.createPolicy('ot-elements', {createScriptURL}) ?? {createScriptURL};
    script.src = policy.createScriptURL(kind);
    script.crossOrigin = 'anonymous';
    script.async = true;
    script.nonce = document.querySelector<HTMLElement>('script[nonce]')?.nonce ?? '';
    document.head.append(script);
    await loaded(script);
    // the violation is told in a task of its own
    if (!page.OT) await new Promise((resolve) => setTimeout(resolve));
  } catch (cause) {
    throw failure(url, 'Trusted Types do not allow the policy "ot-elements"', cause);
  } finally {
    document.removeEventListener('securitypolicyviolation', handleViolation);
  }
  const {OT} = page as {OT?: VendorSDK};
  if (OT) return OT;
  script.remove(); // so that another attempt is a new one
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- the listener sets it
  if (blocked) throw failure(url, 'the page’s Content-Security-Policy blocks it');
  throw failure(url, navigator.onLine ? 'a content blocker, or the network, keeps it away' : 'the page is offline');
}

function failure(url: string, why: string, cause?: unknown): SessionError {
  return new SessionError('sdk-load-failed', `The OpenTok SDK was not loaded from ${url}: ${why}.`, cause);
}

/** Resolves when a script has run, or failed to. */
function loaded(script: HTMLScriptElement): Promise<void> {
  return new Promise((resolve) => {
    for (const type of ['load', 'error']) {
      script.addEventListener(type, () => {
        resolve();
      });
    }
  });
}
