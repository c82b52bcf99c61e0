import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import type {ConnectionEvent} from '../../../src/session/session-events.js';
import {recordEvents} from '../../events.js';
import {logged} from '../../fakes/console.js';
import {rejection} from '../../rejection.js';
import {settled} from '../../wait.js';
import type {FakeEvent} from '../../fakes/opentok/fake-event.js';
import {ROOM, page} from './opentok-page.js';
import {leave, useTrapPage} from './trap-page.js';

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
    const starve = ({connection, type}: FakeEvent) => {
      if (connection?.id === 'b' || type === 'connectionDestroyed') throw new Error('a bug of the page’s');
    };
    theirs.on('connectionCreated connectionDestroyed', starve);
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
    theirs.off('connectionCreated connectionDestroyed', starve);
    leave('b', 'c', 'd', 'symphony.1');
  });

  it('trap 1.8: a listener of the page’s that throws keeps the answer to connect() from us', async () => {
    const theirs = page.OT.initSession('123', ROOM);
    const starve = () => {
      throw new Error('a bug of the page’s');
    };
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
