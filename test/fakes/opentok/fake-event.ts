import type {VendorEvent} from '../../../src/engines/opentok/vendor-sdk.js';
import type {FakeConnection, FakeSession} from './fake-session.js';

/** An event of the vendor's: not a DOM event, never cancelable, and `instanceof OT.ConnectionEvent` is false. */
export class FakeEvent implements VendorEvent {
  readonly cancelable = false;
  preventDefaultCalls = 0;
  readonly type: string;
  readonly target: FakeSession;
  readonly connection?: FakeConnection;
  readonly reason?: string;

  constructor(type: string, target: FakeSession, about: {connection?: FakeConnection; reason?: string} = {}) {
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

/** The class that the SDK shows to the page, and never dispatches. */
export class PublicConnectionEvent extends Event {}
