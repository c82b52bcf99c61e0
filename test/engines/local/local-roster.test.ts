import {expect} from '@open-wc/testing';
import {createLocalRoster} from '../../../src/engines/local/local-roster.js';
import {Connection} from '../../../src/values/connection.js';
import {Recorder} from '../recorder.js';

describe('The roster of the local engine', () => {
  const GRACE = 20;
  const ann = new Connection('ann', 1, '');
  const bob = new Connection('bob', 2, '');
  let life: AbortController;
  let recorder: Recorder;

  beforeEach(() => {
    life = new AbortController();
    recorder = new Recorder();
  });
  afterEach(() => life.abort());

  function roster(grace = GRACE) {
    const roster = createLocalRoster(grace, life.signal);
    roster.observer = recorder;
    return roster;
  }

  it('reports an arrival once', () => {
    const {add} = roster();
    expect(add(ann)).to.equal(true);
    expect(add(new Connection('ann', 1, ''))).to.equal(false);
    expect(recorder.calls).to.deep.equal([['connectionCreated', 'ann']]);
  });

  it('reports a departure once, with the first reason it receives', () => {
    const {add, remove, connections} = roster();
    add(ann);
    remove('ann', 'forceDisconnected');
    remove('ann', 'clientDisconnected');
    remove('ann', null);
    expect(recorder.destroyed(ann)).to.deep.equal(['forceDisconnected']);
    expect(connections.size).to.equal(0);
  });

  it('waits for the reason of a departure', async () => {
    const {add, remove} = roster();
    add(ann);
    add(bob);
    remove('ann', null);
    remove('bob', null);
    remove('bob', 'clientDisconnected');
    expect(recorder.destroyed(ann)).to.deep.equal([]);
    expect(recorder.destroyed(bob)).to.deep.equal(['clientDisconnected']);
    expect(await recorder.seesLeave(ann)).to.equal('networkDisconnected');
    expect(recorder.destroyed(bob)).to.have.lengthOf(1);
  });

  it('accepts a reason that arrived in time, even if the page was busy', async () => {
    const {add, remove} = roster();
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => remove('ann', 'clientDisconnected');
    add(ann);
    remove('ann', null);
    port2.postMessage(0);
    const end = performance.now() + 3 * GRACE;
    while (performance.now() < end);
    expect(await recorder.seesLeave(ann)).to.equal('clientDisconnected');
    port1.close();
  });

  it('ignores late messages about connections that left', () => {
    const {add, remove} = roster();
    remove('ann', 'clientDisconnected');
    expect(add(ann)).to.equal(false);
    remove('bob', null);
    expect(add(bob)).to.equal(false);
    expect(recorder.calls).to.deep.equal([]);
  });

  it('forgets connections that left long ago, and only those', () => {
    const {add, remove, forgetBefore, departedSince, reasonOf} = roster();
    add(ann);
    const before = performance.now() - 1;
    remove('ann', 'forceDisconnected');
    remove('bob', null);
    expect(departedSince(before)).to.deep.equal(['ann', 'bob']);
    expect(departedSince(performance.now() + 1)).to.deep.equal([]);
    forgetBefore(before);
    expect([reasonOf('ann'), reasonOf('bob')]).to.deep.equal(['forceDisconnected', null]);
    forgetBefore(performance.now() + 1);
    expect(departedSince(before)).to.deep.equal([]);
    expect(add(ann)).to.equal(true);
  });

  it('remembers the last 10,000 departures', () => {
    const {add, remove} = roster();
    for (let number = 0; number <= 10_000; number++) remove(String(number), 'clientDisconnected');
    expect(add(new Connection('1', 1, ''))).to.equal(false);
    expect(add(new Connection('0', 1, ''))).to.equal(true);
  });

  it('owes one answer about a departure once it knows the reason', async () => {
    const {add, remove, claimAnswer, reasonOf} = roster();
    add(ann);
    add(bob);
    for (const id of ['ann', 'bob', 'nobody']) expect(claimAnswer(id)).to.equal(false);
    expect(remove('ann', null)).to.equal(false);
    expect(claimAnswer('ann')).to.equal(false);
    expect(remove('ann', 'clientDisconnected')).to.equal(true);
    expect(claimAnswer('ann')).to.equal(true);
    expect(claimAnswer('ann')).to.equal(false);
    expect(reasonOf('ann')).to.equal('clientDisconnected');
    remove('bob', null);
    await recorder.seesLeave(bob);
    expect(claimAnswer('bob')).to.equal(false);
    expect(reasonOf('bob')).to.equal(null);
  });

  it('lists who is here: not those who left for any reason', () => {
    const {add, remove, presentIds} = roster();
    add(ann);
    add(bob);
    remove('ann', null);
    expect([...presentIds]).to.deep.equal(['bob']);
    remove('bob', 'clientDisconnected');
    expect([...presentIds]).to.deep.equal([]);
  });

  it('treats every id as an ordinary string', () => {
    const {add, remove, connections} = roster();
    for (const id of ['__proto__', 'constructor', 'toString']) {
      const odd = new Connection(id, 1, '');
      expect(add(odd)).to.equal(true);
      expect(connections.get(id)).to.equal(odd);
      remove(id, 'clientDisconnected');
      expect(recorder.destroyed(odd)).to.have.lengthOf(1);
    }
  });

  it('reports nothing, and starts nothing, once aborted', async () => {
    const {add, remove, connections} = roster(0);
    add(ann);
    remove('ann', null);
    life.abort();
    add(bob);
    remove('bob', 'clientDisconnected');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(recorder.calls).to.deep.equal([['connectionCreated', 'ann']]);
    expect([...connections.keys()]).to.deep.equal(['ann']);
  });

  it('has the same digest as another one with the same contents in another order', () => {
    const one = roster(10_000);
    const other = roster(10_000);
    one.add(ann);
    one.add(bob);
    other.add(bob);
    expect(one.digest()).not.to.equal(other.digest());
    other.add(ann);
    expect(one.digest()).to.equal(other.digest());
    one.remove('ann', null);
    other.remove('bob', 'clientDisconnected');
    expect(one.digest()).not.to.equal(other.digest());
    one.remove('bob', null);
    other.remove('ann', null);
    expect(one.digest()).to.equal(other.digest());
  });
});
