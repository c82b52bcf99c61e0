import {expect, oneEvent} from '@open-wc/testing';
import '../../../src/define.js';
import {settled} from '../../wait.js';
import {shortenIntervals} from '../../fakes/timers.js';
import {starve} from '../../fakes/opentok/starve.js';
import {Shim, TYPES, connected, element, log, platform, theirs, useVendorSession} from './vendor-session-page.js';

useVendorSession();

describe('ot-session.session = the vendor’s Session', () => {
  it('that is already connected: every connection is in the roster', async () => {
    await connected();
    element.session = theirs;
    await oneEvent(element, 'sessionConnected');
    await settled();
    expect(element.connectionCount).to.equal(3);
    expect(theirs.tokens).to.deep.equal(['data=page']);
  });

  it('is followed again once the element is inserted again', async () => {
    element.session = theirs;
    await connected();
    const parent = element.parentElement!;
    element.remove();
    await settled();
    expect(element.connectionCount).to.be.NaN;
    platform.join('room', 'c');
    parent.append(element);
    await settled();
    expect(element.connectionCount).to.equal(4);
    platform.join('room', 'd');
    expect(element.connectionCount).to.equal(5);
  });

  it('has events that can be prevented', async () => {
    element.session = theirs;
    element.addEventListener('connectionCreated', (event) => {
      const {connection} = event.detail;
      if (connection.data === 'page') event.preventDefault();
    });
    await connected();
    expect(element.connectionCount).to.equal(2);
    expect(element.connections.size).to.equal(3);
  });

  it('lets the element remove a connection, if the page’s token allows it', async () => {
    element.session = theirs;
    await new Promise((resolve) => theirs.connect('role=moderator', resolve));
    await settled();
    expect(element.capabilities).to.deep.equal({forceDisconnect: 1});
    await element.forceDisconnect('a');
    expect(log.at(-1)).to.equal('connectionDestroyed a forceDisconnected');
  });

  it('trap 5.2: the SDK reports only connect() of a page’s disconnect(); connect(), and we count again', async () => {
    platform.httpDelay = platform.drain * 3;
    element.session = theirs;
    await connected();
    const before = theirs.connection!.id;
    log.length = 0;
    void theirs.disconnect();
    await connected();
    expect(theirs.connection!.id).not.to.equal(before);
    expect(log.filter((line) => line.startsWith('session'))).to.deep.equal([
      'sessionDisconnected clientDisconnected',
      'sessionConnected',
    ]);
    expect(element.connection!.connectionId).to.equal(theirs.connection!.id);
    expect(element.connectionCount).to.equal(3);
  });

  it('trap 1.5: that was in the back/forward cache is disconnected, and the page may connect it again', async () => {
    element.session = theirs;
    await connected();
    platform.freeze();
    dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    expect(element.connectionCount).to.be.NaN;
    expect(log.at(-1)).to.equal('sessionDisconnected networkDisconnected');
    // closing the old socket would end a connection that is made earlier
    await theirs.drained;
    await connected();
    expect(element.connectionCount).to.equal(3);
  });

  it('trap 1.8: a listener of the page’s that throws at sessionConnected does not affect us', async () => {
    theirs.on('sessionConnected', starve);
    element.session = theirs;
    theirs.connect('data=page');
    await oneEvent(element, 'sessionConnected');
    await settled();
    expect(element.connectionCount).to.equal(3);
    theirs.off('sessionConnected', starve);
  });
});

describe('ot-session.session = a session without a list of connections', () => {
  it('fires events as connections join and leave; the count is unknown', async () => {
    class Listless extends Shim {
      override get connections() {
        return undefined;
      }
    }
    element.session = new Listless(theirs);
    await connected();
    await settled();
    expect(element.connection!.connectionId).to.equal(theirs.connection!.id);
    platform.join('room', 'c');
    platform.leave('room', 'c');
    expect(log).to.deep.equal(['sessionConnected', 'connectionCreated c', 'connectionDestroyed c clientDisconnected']);
    expect(element.connectionCount).to.be.NaN;
  });
});

describe('ot-session.session = the vendor’s Session, on which a listener of the page’s always throws', () => {
  it('at every event: the roster is right all the same', async () => {
    const undo = shortenIntervals();
    theirs.on(TYPES.join(' '), starve);
    element.session = theirs;
    theirs.connect('data=page');
    await oneEvent(element, 'sessionConnected');
    await settled();
    expect(element.connectionCount).to.equal(3);
    platform.join('room', 'c');
    await oneEvent(element, 'connectionCreated');
    await settled();
    expect(element.connectionCount).to.equal(4);
    void theirs.end('forceDisconnected');
    await oneEvent(element, 'sessionDisconnected');
    expect(log.at(-1)).to.equal('sessionDisconnected forceDisconnected');
    theirs.off(TYPES.join(' '), starve);
    undo();
  });
});
