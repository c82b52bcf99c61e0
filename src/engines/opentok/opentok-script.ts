import {SessionError} from '../../values/session-error.js';
import {unclobbered} from '../../dom/unclobbered.js';
import type {VendorSDK} from './vendor-sdk.js';

/** The vendor's own URLs. Never one from markup, which would let whoever writes markup run scripts. */
const OPENTOK = 'https://static.opentok.com/v2/js/opentok.min.js';
const VONAGE = 'https://video.standard.vonage.com/v2/js/opentok.min.js';

/** How long a script of this size may take from the network to its first line, in milliseconds. */
const FETCHED_SCRIPT_LIMIT = 1_000;
/** How long a script of the page's is awaited that may still be fetched, in milliseconds. */
const SCRIPT_LIMIT = 10_000;

interface TrustedTypePolicy {
  createScriptURL(kind: string): string;
}

interface TrustedTypePolicyFactory {
  createPolicy?(name: string, rules: TrustedTypePolicy): TrustedTypePolicy;
}

// An element with one of these ids, or a frame of that name, takes the place of what is not there.
const page = globalThis as {OT?: unknown; trustedTypes?: TrustedTypePolicyFactory};

/** Creates the vendor's two URLs and nothing else. A page's policy may allow it to be made only once. */
let policy: TrustedTypePolicy | undefined;

/** Whether something is the vendor's SDK. */
export function isSDK(value: unknown): value is VendorSDK {
  try {
    const {initSession, checkSystemRequirements} = value as Partial<VendorSDK>;
    return typeof initSession === 'function' && typeof checkSystemRequirements === 'function';
  } catch {
    // null, undefined, or the window of another origin's frame
    return false;
  }
}

/** The page's own `OT`, if there is one now. */
export function currentSDK(): VendorSDK | undefined {
  return isSDK(page.OT) ? page.OT : undefined;
}

/** The page's own `OT`: the one there is, or that of a script of the page's that has not run yet. */
export async function pageSDK(): Promise<VendorSDK | undefined> {
  if (!currentSDK() && typeof document === 'object') {
    const script = [...unclobbered(document).scripts].find((one) => /\/opentok(\.min)?\.js\b/.test(one.src));
    if (script) await Promise.race([loaded(script), hasHadTime(script)]);
  }
  return currentSDK();
}

/** Resolves when a script has run, or will not, as far as one can know when its events may have been dispatched before. */
async function hasHadTime({src}: HTMLScriptElement): Promise<void> {
  // the page is complete only after each of its scripts: deferred ones are fetched early, and run last
  if (unclobbered(document).readyState !== 'complete') {
    await new Promise((resolve) => {
      window.addEventListener('load', resolve);
    });
  }
  // not every browser has an entry for what failed
  const limit = performance.getEntriesByName(src).length ? FETCHED_SCRIPT_LIMIT : SCRIPT_LIMIT;
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
  const script = unclobbered(document).createElement('script');
  let blocked = false;
  const handleViolation = ({blockedURI}: SecurityPolicyViolationEvent) => {
    blocked ||= url.startsWith(blockedURI) || blockedURI === 'trusted-types-sink';
  };
  window.addEventListener('securitypolicyviolation', handleViolation);
  try {
    policy ??= page.trustedTypes?.createPolicy?.('ot-elements', {createScriptURL}) ?? {createScriptURL};
    script.src = policy.createScriptURL(kind);
    script.crossOrigin = 'anonymous';
    script.async = true;
    script.nonce = [...unclobbered(document).scripts].find((one) => one.hasAttribute('nonce'))?.nonce ?? '';
    unclobbered(document).head.append(script);
    await loaded(script);
    // the violation is dispatched in a later task
    if (!currentSDK()) await new Promise((resolve) => setTimeout(resolve));
  } catch (cause) {
    throw failure(url, 'Trusted Types do not allow the policy "ot-elements"', cause);
  } finally {
    window.removeEventListener('securitypolicyviolation', handleViolation);
  }
  const sdk = currentSDK();
  if (sdk) return sdk;
  script.remove(); // so that another attempt loads it again
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
