import type {SessionConfig} from '../../values/session-config.js';
import {SessionError} from '../../values/session-error.js';
import type {Engine} from '../engine.js';
import {connect, disconnectOnAbort} from './opentok-connect.js';
import {fromVendor} from './opentok-errors.js';
import {relay} from './opentok-relay.js';
import {currentSDK, isSDK, pageSDK, vendorSDK} from './opentok-script.js';
import {isConnected} from '../vendor-session.js';
import {VendorSessions, isInUse} from './opentok-session.js';
import type {VendorError, VendorSDK, VendorSession} from './vendor-sdk.js';

/** Gives the SDK, or a module namespace of it, as `import('@vonage/client-sdk-video')` does. */
export type SDKLoader = () => Promise<VendorSDK | {default: VendorSDK}>;

/**
 * Makes an engine over the vendor's SDK.
 *
 * @param load gives the SDK if the page has no `OT` of its own; without it, the SDK comes from the vendor
 */
export function createOpenTokEngine(load?: SDKLoader): Engine {
  let loading: Promise<VendorSDK> | undefined;
  const sessions = new VendorSessions();

  async function loadSDK(isApiKey: boolean): Promise<VendorSDK> {
    const there = await pageSDK();
    if (there) return there;
    if (!load) return vendorSDK(isApiKey);
    try {
      const namespace: unknown = await load();
      // as a module of the browser's, the SDK exports nothing and sets `OT`
      const candidates = [(namespace as {default?: unknown} | null | undefined)?.default, namespace, currentSDK()];
      const sdk = candidates.find(isSDK);
      if (sdk) return sdk;
    } catch (cause) {
      throw new SessionError('sdk-load-failed', 'The OpenTok SDK was not loaded: its import() failed.', cause);
    }
    throw new SessionError('sdk-load-failed', 'The OpenTok SDK was not loaded: its import() gave something else.');
  }

  async function findSession(
    {applicationId, apiKey, sessionId, token, options}: SessionConfig,
    signal: AbortSignal,
  ): Promise<VendorSession> {
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
    loading ??= loadSDK(/^-?\d+$/.test(key));
    const sdk = await loading.catch((error: unknown) => {
      loading = undefined; // so that the next attempt tries again
      throw error;
    });
    signal.throwIfAborted();
    // without asking, initSession() would put a dialog over the whole page
    if (!sdk.checkSystemRequirements()) {
      throw new SessionError('unsupported-browser', 'OpenTok: this browser has no WebRTC.');
    }
    try {
      return sessions.find(sdk, key, sessionId, options);
    } catch (cause) {
      throw new SessionError('not-configured', 'OpenTok: initSession() refused the options; see the cause.', cause);
    }
  }

  return async (config, observer, signal) => {
    const {adopted, options, token} = config;
    const session = (adopted as VendorSession | undefined) ?? (await findSession(config, signal));
    signal.throwIfAborted();
    const isOurs = !adopted && !isInUse(session);
    let isSuppressed = Boolean(options?.connectionEventsSuppressed);
    const ended = new AbortController();
    const leave = isOurs ? disconnectOnAbort(session, signal, ended.signal) : undefined;
    if (!isConnected(session)) {
      if (adopted) throw new SessionError('aborted', 'The page has left its session.');
      try {
        const turnedOutSuppressed = await connect(session, token, signal);
        isSuppressed ||= turnedOutSuppressed;
      } catch (error) {
        leave?.();
        throw error;
      }
    }
    // a listener of the page's may have aborted in the task of the join, and the observer may when it is notified
    signal.throwIfAborted();
    const known = relay({session, isSuppressed, isOurs}, observer, signal, ended);
    signal.throwIfAborted();
    return {
      get capabilities() {
        return {forceDisconnect: session.capabilities?.forceDisconnect ? 1 : 0} as const;
      },
      forceDisconnect: ({connectionId}) =>
        new Promise<void>((resolve, reject) => {
          const connection = known.get(connectionId);
          if (!connection) throw new SessionError('unknown-connection', `"${connectionId}" is not in the session.`);
          const answered = (error?: VendorError) => {
            if (error) reject(fromVendor(error));
            else resolve();
          };
          // the handler gets the same answer as the promise, or none if the SDK throws
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
