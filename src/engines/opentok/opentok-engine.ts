import type {SessionConfig} from '../../session/session-config.js';
import {SessionError} from '../../session/session-error.js';
import type {Engine} from '../engine.js';
import {attach} from './opentok-attachment.js';
import {connect, isConnected, isSpent} from './opentok-connect.js';
import {fromVendor} from './opentok-errors.js';
import {pageSDK, vendorSDK} from './opentok-script.js';
import type {VendorError, VendorSDK, VendorSession} from './vendor-sdk.js';

/** Gives the SDK, or a module namespace of it, as `import('@vonage/client-sdk-video')` does. */
export type SDKLoader = () => Promise<VendorSDK | {default: VendorSDK}>;

/** The vendor's `forceDisconnect()` may never answer; after this, in milliseconds, it has failed. */
const LONGEST_ANSWER = 10_000;

/** The key and the options that a session was made with. */
const termsOf = new WeakMap<VendorSession, string>();

/**
 * Makes an engine over the vendor's SDK.
 *
 * @param load where the SDK is to come from if the page has no `OT` of its own; without it, from the vendor
 */
export function createOpenTokEngine(load?: SDKLoader): Engine {
  let loading: Promise<VendorSDK> | undefined;

  async function findSDK(isApiKey: boolean): Promise<VendorSDK> {
    const there = await pageSDK();
    if (there) return there;
    if (!load) return vendorSDK(isApiKey);
    try {
      const namespace = await load();
      return 'default' in namespace ? namespace.default : namespace;
    } catch (cause) {
      throw new SessionError('sdk-load-failed', 'The OpenTok SDK was not loaded: its import() failed.', cause);
    }
  }

  async function initSession({
    applicationId,
    apiKey,
    sessionId,
    token,
    options,
  }: SessionConfig): Promise<VendorSession> {
    const key = applicationId || apiKey;
    if (!key) {
      throw new SessionError(
        'not-configured',
        'engine="opentok" needs an api-key (OpenTok) or an application-id (Vonage).',
      );
    }
    // the vendor would refuse it, but only after its SDK was loaded
    if (!token) {
      throw new SessionError('authentication-failed', 'engine="opentok" needs a token, or a src that gives one.');
    }
    loading ??= findSDK(/^-?\d+$/.test(key));
    const sdk = await loading.catch((error: unknown) => {
      loading = undefined; // so that the next attempt tries anew
      throw error;
    });
    // without asking, initSession() would put a dialog over the whole page
    if (!sdk.checkSystemRequirements()) {
      throw new SessionError('unsupported-browser', 'OpenTok: this browser has no WebRTC.');
    }
    try {
      // it is the one there is, whatever key and options it was made with
      let session = sdk.initSession(key, sessionId, options);
      const terms = JSON.stringify([key, options]);
      const isOther = (termsOf.get(session) ?? terms) !== terms && !isConnected(session);
      if (sdk.sessions && (isOther || isSpent(session))) {
        sdk.sessions.remove(session);
        session = sdk.initSession(key, sessionId, options);
      }
      termsOf.set(session, terms);
      return session;
    } catch (cause) {
      throw new SessionError('not-configured', 'OpenTok: initSession() refused the options; see the cause.', cause);
    }
  }

  return async (config, observer, signal) => {
    const {adopted, options, token} = config;
    const over = new AbortController();
    const session = (adopted as VendorSession | undefined) ?? (await initSession(config));
    signal.throwIfAborted();
    if (!adopted) await connect(session, token, signal, over.signal);
    else if (!isConnected(session)) throw new SessionError('aborted', 'The page has left its session.');
    // a listener of the page's may have given it up in the task of the join, and the observer may when it is told
    signal.throwIfAborted();
    const known = attach(session, observer, Boolean(options?.connectionEventsSuppressed), signal, over);
    signal.throwIfAborted();
    return {
      get capabilities() {
        return {forceDisconnect: session.capabilities?.forceDisconnect ? 1 : 0} as const;
      },
      forceDisconnect: ({connectionId}) =>
        new Promise<void>((resolve, reject) => {
          const connection = known.get(connectionId);
          if (!connection) throw new SessionError('unknown-connection', `"${connectionId}" is not in the session.`);
          const timer = setTimeout(() => {
            reject(new SessionError('timed-out', 'OpenTok: forceDisconnect() got no answer.'));
          }, LONGEST_ANSWER);
          const answered = (error?: VendorError) => {
            clearTimeout(timer);
            if (error) reject(fromVendor(error));
            else resolve();
          };
          // the handler is told the same, or it throws and the handler is told nothing
          const call = async () => {
            await session.forceDisconnect(connection, answered);
          };
          call().catch(answered);
        }),
    };
  };
}

/**
 * The engine over the vendor's platform: OpenTok (`api-key`) and Vonage Video (`application-id`), by the vendor's own SDK,
 * which is loaded when a session is about to connect.
 */
export const openTokEngine: Engine = createOpenTokEngine();

export default openTokEngine;
