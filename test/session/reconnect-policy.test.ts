import {expect} from '@open-wc/testing';
import {ReconnectPolicy} from '../../src/session/reconnect-policy.js';

describe('ReconnectPolicy: delays', () => {
  const {random} = Math;
  const {setTimeout: realSetTimeout} = globalThis;
  const now = performance.now.bind(performance);
  let clock: number;
  let delays: number[];

  beforeEach(() => {
    clock = 0;
    delays = [];
    Math.random = () => 1;
    performance.now = () => clock;
    globalThis.setTimeout = ((_: () => void, ms: number) => delays.push(ms)) as typeof setTimeout;
  });

  afterEach(() => {
    Math.random = random;
    performance.now = now;
    globalThis.setTimeout = realSetTimeout;
  });

  const wait = (policy: ReconnectPolicy) => {
    policy.wait('networkDisconnected', () => undefined);
  };

  /** Stays connected for this many milliseconds. */
  const connected = (policy: ReconnectPolicy, ms: number) => {
    policy.connected();
    clock += ms;
    policy.disconnected();
  };

  it('are reset even by a stable connection that the page ended itself', () => {
    const policy = new ReconnectPolicy();
    wait(policy);
    wait(policy);
    connected(policy, 61_000);
    policy.cancel();
    // the page connects again, and soon loses that connection
    connected(policy, 1_000);
    wait(policy);
    policy.cancel();
    expect(delays).to.deep.equal([1_000, 2_000, 1_000]);
  });

  it('are not reset by a connection that was soon lost', () => {
    const policy = new ReconnectPolicy();
    wait(policy);
    connected(policy, 59_000);
    wait(policy);
    policy.cancel();
    expect(delays).to.deep.equal([1_000, 2_000]);
  });

  it('last as long as the server asks for, whatever events occur', () => {
    const policy = new ReconnectPolicy();
    let calls = 0;
    const again = () => calls++;
    policy.wait('credentials-unavailable', again, 60_000);
    policy.wait('credentials-unavailable', again, 10);
    expect(delays).to.deep.equal([60_000, 2_000]);
    policy.wait('credentials-unavailable', again, 60_000);
    clock += 59_999;
    dispatchEvent(new Event('online'));
    expect(calls).to.equal(0);
    clock += 1;
    dispatchEvent(new Event('online'));
    expect(calls).to.equal(1);
  });
});
