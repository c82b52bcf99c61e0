import {expect} from '@open-wc/testing';
import '../../../src/define.js';
import {recordEvents} from '../../events.js';
import {settled} from '../../wait.js';
import {ROOM, next, page} from './opentok-page.js';
import {leave, others, useTrapPage} from './trap-page.js';

// The numbers are those of the list of the SDK’s behaviors: 1.x in general, 5.x races.

useTrapPage();

describe('The vendor’s SDK: restored pages and reconnections', () => {
  it('trap 1.5: the SDK reports nothing when a page is restored from the back/forward cache', async () => {
    const session = page.session();
    await session.connect();
    const log = recordEvents(session);
    page.platform.freeze();
    dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    expect(log).to.deep.equal(['sessionDisconnected networkDisconnected', 'connectionCountChange']);
    expect(session.connectionCount).to.be.NaN;
    await session.connect();
    expect([session.connectionCount, page.truth]).to.deep.equal([1, 1]);
  });

  it('trap 1.5: a restored page reconnects, unless that is prevented', async () => {
    Math.random = () => 0;
    const ids = others();
    const session = page.session({reconnect: 'auto'});
    await session.connect();
    page.platform.freeze();
    leave('a');
    dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    await next(session, 'sessionConnected');
    await settled();
    expect([session.connectionCount, page.truth]).to.deep.equal([4, 4]);
    leave(...ids.slice(1));
  });

  it('a page that is shown for the first time is not a restored one', async () => {
    const session = page.session();
    await session.connect();
    dispatchEvent(new PageTransitionEvent('pageshow', {persisted: false}));
    expect(session.state).to.equal('connected');
  });

  it('trap 1.6: after a reconnection nothing is announced again, and missed changes are counted', async () => {
    const ids = others();
    const session = page.session();
    await session.connect();
    const own = session.connection;
    const log = recordEvents(session);
    page.theirs.interrupt();
    expect([session.state, session.connectionCount]).to.deep.equal(['reconnecting', 5]);
    leave('a');
    page.platform.join(ROOM, 'e');
    page.theirs.resume();
    expect(session.state).to.equal('connected');
    expect(session.connection).to.equal(own);
    expect(log.filter((line) => line !== 'connectionCountChange')).to.deep.equal([
      'sessionReconnecting',
      'sessionReconnected',
      'connectionDestroyed a clientDisconnected',
      'connectionCreated e',
    ]);
    expect([session.connectionCount, page.truth]).to.deep.equal([5, 5]);
    leave(...ids.slice(1), 'e');
  });

  it('trap 1.6: after a reconnection the vendor’s list takes precedence over earlier events', async () => {
    const theirs = page.OT.initSession('123', ROOM);
    const starve = () => {
      throw new Error('a bug of the page’s');
    };
    theirs.on('connectionCreated', starve);
    const session = page.session();
    await session.connect();
    page.platform.join(ROOM, 'a');
    theirs.off('connectionCreated', starve);
    expect(session.connectionCount).to.equal(1);
    theirs.interrupt();
    theirs.resume();
    expect([session.connectionCount, page.truth]).to.deep.equal([2, 2]);
    leave('a');
  });

  it('trap 1.6: changes that the platform does not resend are corrected by the next connect()', async () => {
    const ids = others();
    const session = page.session();
    await session.connect();
    page.theirs.interrupt();
    leave('a', 'b');
    page.theirs.resume({lost: true});
    expect(session.connectionCount).to.equal(page.theirs.connections.length());
    await session.disconnect();
    await session.connect();
    expect([session.connectionCount, page.truth]).to.deep.equal([3, 3]);
    leave(...ids.slice(2));
  });

  it('after a migration the vendor’s list takes precedence, too', async () => {
    const theirs = page.OT.initSession('123', ROOM);
    const starve = () => {
      throw new Error('a bug of the page’s');
    };
    theirs.on('connectionCreated', starve);
    const session = page.session();
    await session.connect();
    theirs.migrate();
    expect(session.state).to.equal('connected');
    page.platform.join(ROOM, 'a');
    theirs.off('connectionCreated', starve);
    theirs.migrated();
    expect([session.connectionCount, page.truth]).to.deep.equal([2, 2]);
    leave('a');
  });
});
