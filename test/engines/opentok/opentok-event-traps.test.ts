import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import type {ConnectionEvent} from '../../../src/session/session-events.js';
import {recordEvents} from '../../events.js';
import {logged} from '../../fakes/console.js';
import {rejection} from '../../rejection.js';
import {settled} from '../../wait.js';
import type {FakeEvent} from '../../fakes/opentok/fake-event.js';
import {starve} from '../../fakes/opentok/starve.js';
import {ROOM, page, next} from '../../fakes/opentok/opentok-page.js';
import {leave, useTrapPage, others} from './trap-page.js';

// The numbers are those of the list of the SDK’s behaviors: 1.x in general, 5.x races.

useTrapPage();

describe('The vendor’s SDK: events and listeners', () => {
  it('trap 1.7: the SDK’s events cannot be prevented; ours can, which affects only our default actions', async () => {
    const theirs = page.OT.initSession('123', ROOM);
    const dispatched: FakeEvent[] = [];
    const listener = (event: FakeEvent) => dispatched.push(event);
    theirs.on('connectionCreated connectionDestroyed', listener);
    const session = page.session();
    session.on('connectionCreated connectionDestroyed', (event) => {
      (event as ConnectionEvent).preventDefault();
      expect((event as ConnectionEvent).isDefaultPrevented()).to.equal(true);
    });
    await session.connect();
    expect(session.connectionCount).to.equal(0);
    const one = page.platform.join(ROOM);
    session.count(session.connections.get(one.id)!);
    leave(one.id);
    expect(session.connectionCount).to.equal(1);
    expect(session.connections.size).to.equal(1);
    expect(dispatched.map(({cancelable, preventDefaultCalls}) => [cancelable, preventDefaultCalls])).to.deep.equal(
      dispatched.map(() => [false, 0]),
    );
    theirs.off('connectionCreated connectionDestroyed', listener);
  });

  it('trap 1.8: a listener of the page’s that throws keeps events from us, and we catch up at the next one', async () => {
    const theirs = page.OT.initSession('123', ROOM);
    const starveSome = ({connection, type}: FakeEvent) => {
      if (connection?.id === 'b' || type === 'connectionDestroyed') throw new Error('a bug of the page’s');
    };
    theirs.on('connectionCreated connectionDestroyed', starveSome);
    const session = page.session();
    await session.connect();
    for (const id of ['a', 'b']) page.platform.join(ROOM, id);
    page.platform.join(ROOM, 'symphony.1');
    expect([...session.connections.keys()]).not.to.include('b');
    page.platform.join(ROOM, 'c');
    expect(session.connectionCount).to.equal(4);
    const log = recordEvents(session);
    page.platform.leave(ROOM, 'a', 'forceDisconnected');
    expect(session.connectionCount).to.equal(4);
    page.platform.join(ROOM, 'd');
    expect(session.connectionCount).to.equal(4);
    expect(log).to.include('connectionDestroyed a forceDisconnected');
    expect(theirs.swallowed).to.have.lengthOf(2);
    theirs.off('connectionCreated connectionDestroyed', starveSome);
    leave('b', 'c', 'd', 'symphony.1');
  });

  it('trap 1.8: a listener of the page’s that throws keeps the answer to connect() from us', async () => {
    const theirs = page.OT.initSession('123', ROOM);
    theirs.on('sessionConnected', starve);
    const session = page.session({connectTimeout: 1000});
    await session.connect();
    expect(session.connectionCount).to.equal(1);
    theirs.off('sessionConnected', starve);
  });

  it('trap 1.8: our listeners never throw into the SDK, whatever listens to us', async () => {
    const mocha = window.onerror;
    window.onerror = () => true;
    const theirs = page.OT.initSession('123', ROOM);
    const session = page.session();
    session.on('sessionConnected connectionCreated connectionDestroyed sessionReconnecting sessionDisconnected', () => {
      throw new Error('a bug of the page’s');
    });
    const received: string[] = [];
    const late = ({type}: FakeEvent) => received.push(type);
    await session.connect();
    theirs.on('connectionCreated connectionDestroyed sessionReconnecting', late);
    page.platform.join(ROOM, 'a');
    leave('a');
    theirs.interrupt();
    theirs.resume();
    expect(received).to.deep.equal(['connectionCreated', 'connectionDestroyed', 'sessionReconnecting']);
    expect(theirs.swallowed).to.deep.equal([]);
    theirs.off('connectionCreated connectionDestroyed sessionReconnecting', late);
    await session.disconnect();
    await settled();
    window.onerror = mocha;
  });

  it('trap 1.9: the SDK’s message about a bad token contains the token', async () => {
    const secret = 'T1==hunter2';
    page.platform.refusals.push({
      name: 'OT_AUTHENTICATION_ERROR',
      code: 1004,
      message: 'Invalid token format Token: {token} (1004)',
    });
    const element = await fixture<OTSessionElement>(
      html`<ot-session api-key="123" session-id=${ROOM} connect-on="manual" reconnect="never"></ot-session>`,
    );
    const events: Event[] = [];
    for (const type of ['error', 'sessionDisconnected']) element.addEventListener(type, (event) => events.push(event));
    const error = await rejection(element.connect(secret));
    expect(error.code).to.equal('authentication-failed');
    expect(events.map(({type}) => type)).to.deep.equal(['error']);
    const {detail} = events[0] as CustomEvent<{error: Error}>;
    expect(detail.error).to.equal(error);
    const seen = [error.message, String(error), error.stack, JSON.stringify(error), JSON.stringify(detail)];
    expect([...seen, ...logged, element.outerHTML].join()).not.to.contain('hunter2');
    expect(logged).to.have.lengthOf(1);
    // the vendor's own error is available unchanged
    expect(error.cause).to.equal(page.platform.errors[0]);
    expect((error.cause as Error).message).to.equal(`Invalid token format Token: ${secret} (1004)`);
  });

  it('trap 1.10: events are not of any class that the page can access', async () => {
    const session = page.session();
    await session.connect();
    const classes: boolean[] = [];
    const listener = (event: object) => classes.push(event instanceof page.OT.ConnectionEvent);
    page.theirs.on('connectionCreated connectionDestroyed', listener);
    page.platform.join(ROOM, 'a', 'somebody');
    expect(session.connectionCount).to.equal(2);
    expect(session.connections.get('a')).to.include({connectionId: 'a', data: 'somebody'});
    leave('a');
    expect(session.connectionCount).to.equal(1);
    expect(classes).to.deep.equal([false, false]);
    page.theirs.off('connectionCreated connectionDestroyed', listener);
  });
});

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
