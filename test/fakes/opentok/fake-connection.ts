import type {VendorConnection} from '../../../src/engines/opentok/vendor-sdk.js';

/** A connection of the SDK. */
export interface FakeConnection extends VendorConnection {
  readonly id: string;
  destroyedReason(): string | undefined;
}

export interface FakeStream {
  readonly id: string;
  readonly connection: FakeConnection;
}

export function destroy(connection: FakeConnection, reason: string): void {
  Object.assign(connection, {destroyedReason: () => reason});
}
