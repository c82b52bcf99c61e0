import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import {registerEngine} from '../../../src/engines/engine-registry.js';
import {createOpenTokEngine} from '../../../src/engines/opentok/opentok-engine.js';
import {recordEvents} from '../../events.js';
import {rejection} from '../../rejection.js';
import {settled, until} from '../../wait.js';
import type {FakeEvent} from '../../fakes/opentok/fake-event.js';
import {starve} from '../../fakes/opentok/starve.js';
import {ROOM, next, page} from '../../fakes/opentok/opentok-page.js';
import {leave, others, useTrapPage} from './trap-page.js';
import {Recorder} from '../recorder.js';
import {EMPTY_CONFIG} from '../../empty-config.js';

// The numbers are those of the list of the SDK’s behaviors: 1.x in general, 5.x races.

useTrapPage();

describe('The vendor’s SDK: joining and leaving', () => {
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
      const session = page.session({connectTimeout: 1000});
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
    const {theirs} = page;
    theirs.on('sessionDisconnected', starve);
    await session.disconnect();
    await session.connect();
    expect([session.connectionCount, page.truth]).to.deep.equal([1, 1]);
    await theirs.drained;
    theirs.off('sessionDisconnected', starve);
  });
});
