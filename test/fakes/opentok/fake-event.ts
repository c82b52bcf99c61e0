import type {VendorEvent} from '../../../src/engines/opentok/vendor-sdk.js';
import type {FakeConnection} from './fake-connection.js';
import type {FakeSessionState} from './fake-session-state.js';

/** An event of the SDK: not a DOM event, never cancelable, and not an instance of `OT.ConnectionEvent`. */
export class FakeEvent implements VendorEvent {
  readonly cancelable = false;
  preventDefaultCalls = 0;
  readonly type: string;
  readonly target: FakeSessionState;
  readonly connection?: FakeConnection;
  readonly reason?: string;

  constructor(type: string, target: FakeSessionState, about: {connection?: FakeConnection; reason?: string} = {}) {
    this.type = type;
    this.target = target;
    Object.assign(this, about);
  }

  preventDefault(): void {
    this.preventDefaultCalls++; // it only logs
  }

  isDefaultPrevented(): boolean {
    return false;
  }
}

/** The class that the SDK exposes, and never dispatches. */
export class PublicConnectionEvent extends Event {}
