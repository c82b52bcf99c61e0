import {SessionError} from '../../values/session-error.js';
import {unclobbered} from '../../dom/unclobbered.js';
import type {VendorSDK} from './vendor-sdk.js';

/** The vendor's URLs of its SDK. No URL comes from markup, whose author could then run any script. */
const OPENTOK = 'https://static.opentok.com/v2/js/opentok.min.js';
const VONAGE = 'https://video.standard.vonage.com/v2/js/opentok.min.js';

/** How long to wait for a script of the page that was fetched to run, in milliseconds. */
const FETCHED_SCRIPT_LIMIT = 1_000;
/** How long to wait for a script of the page that may not be fetched yet, in milliseconds. */
const SCRIPT_LIMIT = 10_000;

interface TrustedTypePolicy {
  createScriptURL(kind: string): string;
}

interface TrustedTypePolicyFactory {
  createPolicy?(name: string, rules: TrustedTypePolicy): TrustedTypePolicy;
}

// an element with such an id, or a frame with such a name, is a property of the global object, too
const globals = globalThis as {OT?: unknown; trustedTypes?: TrustedTypePolicyFactory};

/** The policy that creates the vendor's two URLs. Created once, since a page's CSP may not allow duplicates. */
let policy: TrustedTypePolicy | undefined;

/** Whether a value is the vendor's SDK. */
export function isSDK(value: unknown): value is VendorSDK {
  try {
    const {initSession, checkSystemRequirements} = value as Partial<VendorSDK>;
    return typeof initSession === 'function' && typeof checkSystemRequirements === 'function';
  } catch {
    // null, undefined, or a cross-origin window
    return false;
  }
}

/** The page's own `OT`, if it is loaded. */
export function currentSDK(): VendorSDK | undefined {
  return isSDK(globals.OT) ? globals.OT : undefined;
}

/** The page's own `OT`; waits for a script of the page that has not run yet. Undefined if the page does not load it. */
export async function pageSDK(): Promise<VendorSDK | undefined> {
  if (!currentSDK() && typeof document === 'object') {
    const script = [...unclobbered(document).scripts].find(({src}) => /\/opentok(\.min)?\.js\b/.test(src));
    if (script) await Promise.race([whenLoaded(script), whenTimedOut(script)]);
  }
  return currentSDK();
}

/** Resolves when a script has probably run or failed. Its events may have been dispatched already. */
async function whenTimedOut({src}: HTMLScriptElement): Promise<void> {
  // scripts with `defer` are fetched early, and run before the page is complete
  if (unclobbered(document).readyState !== 'complete') {
    await new Promise((resolve) => {
      window.addEventListener('load', resolve);
    });
  }
  // not every browser has an entry for a failed request
  const limit = performance.getEntriesByName(src).length ? FETCHED_SCRIPT_LIMIT : SCRIPT_LIMIT;
  await new Promise((resolve) => setTimeout(resolve, limit));
}

/**
 * Loads the vendor's SDK, by adding its script for this kind of key to the page.
 *
 * @throws {SessionError} `sdk-load-failed`, `unsupported-browser`
 */
export async function loadVendorSDK(isApiKey: boolean): Promise<VendorSDK> {
  if (typeof document === 'undefined') throw new SessionError('unsupported-browser', 'OpenTok needs a browser.');
  const createScriptURL = (kind: string) => (kind === 'opentok' ? OPENTOK : VONAGE);
  const kind = isApiKey ? 'opentok' : 'vonage';
  const url = createScriptURL(kind);
  const script = unclobbered(document).createElement('script');
  let blocked = false;
  const handleViolation = ({blockedURI}: SecurityPolicyViolationEvent) => {
    blocked ||= url.startsWith(blockedURI) || blockedURI === 'trusted-types-sink';
  };
  window.addEventListener('securitypolicyviolation', handleViolation);
  try {
    policy ??= globals.trustedTypes?.createPolicy?.('ot-elements', {createScriptURL}) ?? {createScriptURL};
    script.src = policy.createScriptURL(kind);
    script.crossOrigin = 'anonymous';
    script.async = true;
    script.nonce = [...unclobbered(document).scripts].find((each) => each.hasAttribute('nonce'))?.nonce ?? '';
    unclobbered(document).head.append(script);
    await whenLoaded(script);
    // the violation is dispatched in a later task
    if (!currentSDK()) await new Promise((resolve) => setTimeout(resolve));
  } catch (cause) {
    throw failure(url, 'Trusted Types block the policy "ot-elements"', cause);
  } finally {
    window.removeEventListener('securitypolicyviolation', handleViolation);
  }
  const sdk = currentSDK();
  if (sdk) return sdk;
  script.remove(); // so that another attempt loads it again
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- the listener sets it
  if (blocked) throw failure(url, 'the page’s Content-Security-Policy blocks it');
  throw failure(url, navigator.onLine ? 'a content blocker or a network error' : 'the page is offline');
}

function failure(url: string, why: string, cause?: unknown): SessionError {
  return new SessionError('sdk-load-failed', `The OpenTok SDK was not loaded from ${url}: ${why}.`, cause);
}

/** Resolves when a script has run or failed. */
function whenLoaded(script: HTMLScriptElement): Promise<void> {
  return new Promise((resolve) => {
    for (const type of ['load', 'error']) {
      script.addEventListener(type, () => {
        resolve();
      });
    }
  });
}
