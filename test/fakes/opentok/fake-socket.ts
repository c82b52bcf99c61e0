import type {Member} from './fake-opentok.js';

/** The messaging socket of one connection. */
export class FakeSocket {
  readonly member: Member;
  isClosing = false;
  /** While sessionReconnecting is dispatched, it cannot be closed. */
  isInTransition = false;
  /** Whether it was closed while disconnected: the platform was not notified, and waits for it in vain. */
  isAbandoned = false;
  /** Messages in either direction while the socket is lost; undefined while it is open. */
  queue: (() => void)[] | undefined;

  constructor(member: Member) {
    this.member = member;
  }
}
