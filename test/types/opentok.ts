// Compiled, never run: what the vendor's packages declare is what we say that we need, in the direction in which we use it.
// Apart from the other file here because the vendor's declarations do not compile under skipLibCheck: false.
import OpenTok from '@opentok/client';
import * as Vonage from '@vonage/client-sdk-video';
import {type AdoptableSession, type OTSessionElement, registerEngine} from 'ot-elements';
import 'ot-elements/define';
import {createOpenTokEngine} from 'ot-elements/engines/opentok';
import type {
  VendorConnection,
  VendorError,
  VendorEvent,
  VendorSDK,
  VendorSession,
} from '../../src/engines/opentok/vendor-sdk.js';

// what a page gives us
const sdks: VendorSDK[] = [OpenTok, Vonage];
const session: VendorSession = OpenTok.initSession('123', 'id');
const other: VendorSession = Vonage.initSession('12345678-1234-1234-1234-123456789abc', 'id', {sessionMigration: true});
const adoptable: AdoptableSession = OpenTok.initSession('123', 'id');
const element: OTSessionElement = document.createElement('ot-session');
element.session = Vonage.initSession('123', 'id');

// with a bundler, in each of the ways to import it
registerEngine('opentok', () => Promise.resolve(createOpenTokEngine(() => import('@opentok/client'))));
registerEngine('opentok', () => Promise.resolve(createOpenTokEngine(() => import('@vonage/client-sdk-video'))));
registerEngine('opentok', () => Promise.resolve(createOpenTokEngine(() => Promise.resolve(OpenTok))));

// what the SDK calls us with
OpenTok.initSession('123', 'id').on({
  connectionCreated: (event: VendorEvent) => event.connection,
  sessionDisconnected: (event: VendorEvent) => event.reason,
});
OpenTok.initSession('123', 'id').on('connectionCreated', (event) => {
  const vendorEvent: VendorEvent = event;
  const connection: VendorConnection = event.connection;
  return [vendorEvent, connection];
});
OpenTok.initSession('123', 'id').on('connectionDestroyed', (event) => {
  const vendorEvent: VendorEvent = event;
  return vendorEvent;
});
OpenTok.initSession('123', 'id').connect('token', (error) => {
  const ours: VendorError | undefined = error;
  return ours;
});

// what the options are called
OpenTok.initSession('123', 'id', {
  connectionEventsSuppressed: true,
  encryptionSecret: 'secret',
  iceConfig: {includeServers: 'all', transportPolicy: 'all', customServers: []},
  ipWhitelist: true,
  sessionMigration: true,
});

// What is there and not declared. Where one of these compiles, the vendor has declared it: look whether it is what we say.
declare const theirs: OpenTok.Session;
// @ts-expect-error -- everyone in the session
theirs.connections;
// @ts-expect-error
theirs.currentState;
// @ts-expect-error
theirs.previousState;
// @ts-expect-error
theirs.isConnected();
// @ts-expect-error
theirs.streams;
// @ts-expect-error
theirs.listenerCount('connectionCreated');
// @ts-expect-error
theirs.connection?.destroyedReason();
// @ts-expect-error -- the collection of all sessions
OpenTok.sessions;
// @ts-expect-error -- an error's number
theirs.connect('token', (error) => error?.code);

export {adoptable, other, sdks, session};
