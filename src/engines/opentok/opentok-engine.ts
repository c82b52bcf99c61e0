import type {SessionConfig} from '../../values/session-config.js';
import {SessionError} from '../../values/session-error.js';
import type {Engine} from '../engine.js';
import {connect, disconnectOnAbort} from './opentok-connect.js';
import {fromVendor} from './opentok-errors.js';
import {relayEvents} from './opentok-relay.js';
import {currentSDK, isSDK, loadVendorSDK, pageSDK} from './opentok-script.js';
import {isConnected} from '../vendor-session.js';
import {VendorSessions, isInUse} from './opentok-session.js';
import type {VendorError, VendorSDK, VendorSession} from './vendor-sdk.js';

/** Loads the vendor's SDK, or a module namespace object that contains it, as `import('@vonage/client-sdk-video')` does. */
export type SDKLoader = () => Promise<VendorSDK | {default: VendorSDK}>;

/**
 * Creates an engine over the vendor's SDK.
 *
 * @param load loads the SDK if the page has no `OT` of its own; by default, it is loaded from the vendor's URL
 */
export function createOpenTokEngine(load?: SDKLoader): Engine {
  let loading: Promise<VendorSDK> | undefined;
  const sessions = new VendorSessions();

  async function loadSDK(isApiKey: boolean): Promise<VendorSDK> {
    const existing = await pageSDK();
    if (existing) return existing;
    if (!load) return loadVendorSDK(isApiKey);
    try {
      const namespace: unknown = await load();
      // imported as a native module, the SDK exports nothing, and sets `OT`
      const candidates = [(namespace as {default?: unknown} | null | undefined)?.default, namespace, currentSDK()];
      const sdk = candidates.find(isSDK);
      if (sdk) return sdk;
    } catch (cause) {
      throw new SessionError('sdk-load-failed', 'The OpenTok SDK was not loaded: its import() failed.', cause);
    }
    throw new SessionError('sdk-load-failed', 'The OpenTok SDK was not loaded: its import() returned something else.');
  }

  async function findSession(
    {applicationId, apiKey, sessionId, token, options}: SessionConfig,
    signal: AbortSignal,
  ): Promise<VendorSession> {
    const key = applicationId || apiKey;
    if (!key) {
      throw new SessionError(
        'not-configured',
        '<ot-session engine="opentok"> needs api-key (OpenTok) or application-id (Vonage).',
      );
    }
    // the vendor would report this only after its SDK was loaded
    if (!token) {
      throw new SessionError(
        'authentication-failed',
        '<ot-session engine="opentok"> needs token, or src to request one.',
      );
    }
    loading ??= loadSDK(/^-?\d+$/.test(key));
    const sdk = await loading.catch((error: unknown) => {
      loading = undefined; // so that the next attempt tries again
      throw error;
    });
    signal.throwIfAborted();
    // otherwise, initSession() would show a full-page dialog
    if (!sdk.checkSystemRequirements()) {
      throw new SessionError('unsupported-browser', 'OpenTok: this browser does not support WebRTC.');
    }
    try {
      return sessions.find(sdk, key, sessionId, options);
    } catch (cause) {
      throw new SessionError('not-configured', 'OpenTok: initSession() rejected the options; see the cause.', cause);
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
      if (adopted) throw new SessionError('aborted', 'The page has disconnected its session.');
      try {
        const turnedOutSuppressed = await connect(session, token, signal);
        isSuppressed ||= turnedOutSuppressed;
      } catch (error) {
        leave?.();
        throw error;
      }
    }
    // a listener of the page may have aborted when the session connected, and the observer may do so when it is notified
    signal.throwIfAborted();
    const known = relayEvents({session, isSuppressed, isOurs}, observer, signal, ended);
    signal.throwIfAborted();
    return {
      get capabilities() {
        return {forceDisconnect: session.capabilities?.forceDisconnect ? 1 : 0} as const;
      },
      forceDisconnect: ({connectionId}) =>
        new Promise<void>((resolve, reject) => {
          const connection = known.get(connectionId);
          if (!connection) throw new SessionError('unknown-connection', `"${connectionId}" is not in the session.`);
          const settle = (error?: VendorError) => {
            if (error) reject(fromVendor(error));
            else resolve();
          };
          // the SDK settles its promise like the handler, or throws without calling it
          const call = async () => {
            await session.forceDisconnect(connection, settle);
          };
          call().catch(settle);
        }),
    };
  };
}

/**
 * The engine over the vendor's platform, OpenTok (`api-key`) or Vonage Video (`application-id`), by the vendor's SDK, which is
 * loaded when a session first connects.
 *
 * Rejects with the `SessionError` codes `not-configured`, `authentication-failed`, `invalid-session`, `session-full`,
 * `sdk-load-failed`, `unsupported-browser`, and `connect-failed`. The `cause` is the vendor's error.
 */
export const openTokEngine: Engine = createOpenTokEngine();

export default openTokEngine;
