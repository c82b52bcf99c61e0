import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {registerEngine} from '../../../src/engines/engine-registry.js';
import {createOpenTokEngine} from '../../../src/engines/opentok/opentok-engine.js';
import type {ConnectionEvent} from '../../../src/session/session-events.js';
import {recordEvents} from '../../events.js';
import {logged} from '../../fakes/console.js';
import {rejection} from '../../rejection.js';
import {settled, until} from '../../wait.js';
import type {FakeEvent} from '../../fakes/opentok/fake-event.js';
import {Recorder} from '../recorder.js';
import {ROOM, next, page, useOpenTokPage} from './opentok-page.js';
import {EMPTY_CONFIG} from '../../empty-config.js';

// The numbers are those of the list of the SDK's behaviors: 1.x in general, 5.x races.

const random = Math.random;

useOpenTokPage();

afterEach(async function () {
  Math.random = random;
  await settled();
  if (this.currentTest?.isFailed()) return;
  for (const session of page.platform.sessions) {
    expect(session.listenerCount(), 'listeners left behind').to.equal(0);
    expect(session.bareOffs, 'off() without a handler').to.equal(0);
  }
  expect(page.truth, 'connections left behind').to.equal(0);
});

/** Adds four other members; returns their ids. */
function others(): string[] {
  const ids = ['a', 'b', 'c', 'd'];
  for (const id of ids) page.platform.join(ROOM, id);
  return ids;
}

function leave(...ids: string[]): void {
  for (const id of ids) page.platform.leave(ROOM, id);
}

describe('The vendor’s SDK, in general', () => {
  it('trap 1.1: leaving dispatches no connectionDestroyed, and the count is unknown, not the last one', async () => {
    const ids = others();
    const session = page.session();
    await session.connect();
    expect(session.connectionCount).to.equal(5);
    const log = recordEvents(session);
    await session.disconnect();
    await page.theirs.drained;
    expect(log).to.deep.equal(['sessionDisconnected clientDisconnected', 'connectionCountChange']);
    expect(session.connectionCount).to.be.NaN;
    expect(session.connections.size).to.equal(0);
    await session.connect();
    expect([session.connectionCount, page.truth]).to.deep.equal([5, 5]);
    leave(...ids);
    expect(session.connectionCount).to.equal(1);
  });

  it('trap 1.2: the roster is announced in the task of sessionConnected, before anybody can listen', async () => {
    const ids = others();
    const session = page.session();
    const log = recordEvents(session);
    let atTheJoin: unknown;
    session.on('sessionConnected', () => {
      atTheJoin = [session.connection?.connectionId, session.connections.size, session.connectionCount];
    });
    await session.connect();
    const own = session.connection!.connectionId;
    expect(atTheJoin).to.deep.equal([own, 5, NaN]);
    expect(log).to.deep.equal([
      'sessionConnected',
      ...[...ids, own].map((id) => `connectionCreated ${id}`),
      'connectionCountChange',
    ]);
    leave(...ids);
  });

  it('trap 1.3: disconnect() and connect() without a pause', async () => {
    const ids = others();
    const session = page.session();
    await session.connect();
    const log = recordEvents(session);
    const left = session.disconnect();
    const joined = session.connect();
    await Promise.all([left, joined]);
    await page.theirs.drained;
    expect(session.state).to.equal('connected');
    expect([session.connectionCount, page.truth]).to.deep.equal([5, 5]);
    expect(log.filter((line) => line.startsWith('session'))).to.deep.equal([
      'sessionDisconnected clientDisconnected',
      'sessionConnected',
    ]);
    leave(...ids);
  });

  it('trap 1.3: the page has just called disconnect()', async () => {
    const theirs = page.OT.initSession('123', ROOM);
    await new Promise((resolve) => theirs.connect('data=page', resolve));
    theirs.disconnect();
    const session = page.session();
    await session.connect();
    await theirs.drained;
    expect(session.state).to.equal('connected');
    expect([session.connectionCount, page.truth]).to.deep.equal([1, 1]);
  });

  for (const stage of ['http', 'socket'] as const) {
    it(`trap 1.4: connect() never answers, stuck in the ${stage} stage`, async () => {
      page.platform.hang = stage;
      const session = page.session({connectTimeout: 100});
      expect(await rejection(session.connect())).to.have.property('code', 'timed-out');
      expect(session.state).to.equal('disconnected');
      await until(() => page.platform.busy.length === 0, 'the SDK is not left trying');
      page.platform.hang = undefined;
      await session.connect();
      expect(session.connectionCount).to.equal(1);
    });
  }

  it('trap 1.4: the second connect() is never answered, and the first one was the page’s', async () => {
    const theirs = page.OT.initSession('123', ROOM);
    theirs.connect('data=page');
    const session = page.session();
    await session.connect();
    expect(theirs.tokens).to.deep.equal(['data=page']);
    expect([...session.connections.values()].map(({data}) => data)).to.deep.equal(['page']);
    // and only the page may disconnect it
    await session.disconnect();
    expect(theirs.isConnected()).to.equal(true);
    expect(theirs.listenerCount()).to.equal(0);
    await theirs.disconnect();
  });

  it('trap 1.4: the page’s connect() fails', async () => {
    const theirs = page.OT.initSession('123', ROOM);
    page.platform.refusals.push({name: 'OT_INVALID_SESSION_ID', code: 1005});
    theirs.connect('data=page');
    expect(await rejection(page.session().connect())).to.have.property('code', 'invalid-session');
    expect(theirs.listenerCount()).to.equal(0);
  });

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

  it('trap 1.11: there is one Session per id, which the last user disconnects, without removing the page’s listeners', async () => {
    const theirs = page.OT.initSession('123', ROOM);
    const received: string[] = [];
    const listener = ({type}: FakeEvent) => received.push(type);
    theirs.on('connectionCreated sessionDisconnected', listener);
    const first = page.session();
    const second = page.session();
    await Promise.all([first.connect(), second.connect()]);
    expect(theirs.tokens).to.have.lengthOf(1);
    expect([first.connectionCount, second.connectionCount, page.truth]).to.deep.equal([1, 1, 1]);
    await first.disconnect();
    expect(theirs.isConnected()).to.equal(true);
    page.platform.join(ROOM, 'a');
    expect([first.connectionCount, second.connectionCount]).to.deep.equal([NaN, 2]);
    leave('a');
    await second.disconnect();
    await theirs.drained;
    expect(theirs.disconnects).to.equal(1);
    expect(received).to.deep.equal(['connectionCreated', 'connectionCreated', 'sessionDisconnected']);
    expect(theirs.bareOffs).to.equal(0);
    expect(theirs.listenerCount()).to.equal(2);
    theirs.off('connectionCreated sessionDisconnected', listener);
  });

  it('trap 1.12: the SDK is loaded when a session is about to connect, and once', async () => {
    let loads = 0;
    const engine = createOpenTokEngine(() => {
      loads++;
      return Promise.resolve(page.OT);
    });
    registerEngine('opentok', () => Promise.resolve(engine));
    const element = await fixture<OTSessionElement>(
      html`<ot-session api-key="123" session-id=${ROOM} connect-on="manual"></ot-session>`,
    );
    const session = page.session();
    session.on('connectionCreated', () => undefined);
    await settled();
    expect(loads).to.equal(0);
    await session.connect();
    await session.disconnect();
    await session.connect();
    expect(loads).to.equal(1);
    expect(element.state).to.equal('disconnected');
  });

  it('trap 1.13: a page that only counts is disconnected after hours, and reconnects by itself', async () => {
    Math.random = () => 0;
    let asked = 0;
    const session = page.session({
      reconnect: 'auto',
      getCredentials: () => ({token: `data=${++asked}`}),
    });
    await session.connect();
    const log = recordEvents(session);
    page.theirs.end('mediaIdle');
    await next(session, 'sessionConnected');
    await settled();
    expect(log.slice(0, 3)).to.deep.equal([
      'sessionDisconnected mediaIdle',
      'connectionCountChange',
      'sessionConnected',
    ]);
    expect([session.connectionCount, page.truth]).to.deep.equal([1, 1]);
    expect(page.theirs.tokens).to.deep.equal(['data=1', 'data=2']);
  });
});

describe('Races in the vendor’s SDK', () => {
  const config = {...EMPTY_CONFIG, engine: 'opentok', apiKey: '123', sessionId: ROOM, token: 'data=us'};

  it('trap 5.1: disconnect(); connect() on a fast network: the old socket’s close does not end the new connection', async () => {
    const session = page.session();
    await session.connect();
    const before = session.connection;
    for (let turn = 0; turn < 3; turn++) {
      void session.disconnect();
      await session.connect();
      await page.theirs.drained;
    }
    expect(session.state).to.equal('connected');
    expect(session.connection).not.to.equal(before);
    expect([session.connectionCount, page.truth]).to.deep.equal([1, 1]);
  });

  it('trap 5.2: disconnect(); connect() on a slow network: both settle, and no connection is counted twice', async () => {
    const ids = others();
    page.platform.httpDelay = page.platform.drain * 3;
    const session = page.session();
    await session.connect();
    const log = recordEvents(session);
    await Promise.all([session.disconnect(), session.connect()]);
    expect(log.filter((line) => line.startsWith('session'))).to.deep.equal([
      'sessionDisconnected clientDisconnected',
      'sessionConnected',
    ]);
    expect(log.filter((line) => line.startsWith('connectionCreated'))).to.have.lengthOf(5);
    expect([session.connectionCount, page.truth]).to.deep.equal([5, 5]);
    leave(...ids);
  });

  it('trap 5.3: connect(); disconnect(): both settle, and nothing continues', async () => {
    const engine = createOpenTokEngine(() => Promise.resolve(page.OT));
    const recorder = new Recorder();
    const abort = new AbortController();
    page.platform.httpDelay = 30;
    const attempt = rejection(engine(config, recorder, abort.signal));
    await until(() => page.theirs.currentState === 'connecting', 'the SDK connects');
    const reason = new Error('never mind');
    abort.abort(reason);
    expect(await attempt).to.equal(reason);
    expect(page.theirs.disconnects).to.equal(1);

    const session = page.session();
    const log = recordEvents(session);
    const joined = rejection(session.connect());
    await session.disconnect();
    expect(await joined).to.have.property('code', 'aborted');
    expect(log).to.deep.equal([]);
    await session.connect();
    expect([session.connectionCount, page.truth]).to.deep.equal([1, 1]);
  });

  it('trap 5.4: disconnect() while the socket joins never settles, and does not delay the next attempt', async () => {
    page.platform.hang = 'socket';
    const session = page.session();
    const joined = rejection(session.connect());
    await until(() => page.OT.sessions.get(ROOM)?.currentState === 'connecting', 'the SDK connects');
    await settled();
    await session.disconnect();
    expect(await joined).to.have.property('code', 'aborted');
    page.platform.hang = undefined;
    session.connectTimeout = 1000;
    await session.connect();
    expect([session.connectionCount, page.truth]).to.deep.equal([1, 1]);
    expect(page.theirs.tokens).to.have.lengthOf(2);
  });

  it('trap 5.5: disconnect() when never connected settles, without an event or the SDK', async () => {
    const session = page.session();
    const log = recordEvents(session);
    await session.disconnect();
    expect(log).to.deep.equal([]);
    expect(page.platform.inits).to.deep.equal([]);
    await session.connect();
    await session.disconnect();
    await session.disconnect();
    expect(log.filter((line) => line.startsWith('sessionDisconnected'))).to.have.lengthOf(1);
  });

  it('when a listener of the page’s throws, the SDK’s disconnect() never settles either, and the next attempt does not wait for it', async () => {
    const session = page.session({connectTimeout: 1000});
    await session.connect();
    const starve = () => {
      throw new Error('a bug of the page’s');
    };
    const {theirs} = page;
    theirs.on('sessionDisconnected', starve);
    await session.disconnect();
    await session.connect();
    expect([session.connectionCount, page.truth]).to.deep.equal([1, 1]);
    await theirs.drained;
    theirs.off('sessionDisconnected', starve);
  });
});
