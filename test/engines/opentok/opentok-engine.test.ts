import {expect} from '@open-wc/testing';
import type {Engine} from '../../../src/engines/engine.js';
import {createOpenTokEngine} from '../../../src/engines/opentok/opentok-engine.js';
import type {SessionConfig} from '../../../src/values/session-config.js';
import {recordEvents} from '../../events.js';
import {rejection} from '../../rejection.js';
import {settled, until} from '../../wait.js';
import {ROOM, next, page, useOpenTokPage} from '../../fakes/opentok/opentok-page.js';
import {shortenTimeouts} from '../../fakes/timers.js';
import {FakeSession} from '../../fakes/opentok/fake-session.js';
import {Recorder} from '../recorder.js';
import {EMPTY_CONFIG} from '../../empty-config.js';

let engine: Engine;
let recorder: Recorder;
let abort: AbortController;

const config: SessionConfig = {...EMPTY_CONFIG, engine: 'opentok', apiKey: '123', sessionId: ROOM, token: 'data=us'};

afterEach(() => abort.abort());
useOpenTokPage();

beforeEach(() => {
  engine = createOpenTokEngine(() => Promise.resolve(page.OT));
  recorder = new Recorder();
  abort = new AbortController();
});

afterEach(function () {
  if (this.currentTest?.isFailed()) return;
  for (const session of page.platform.sessions) expect(session.listenerCount(), 'listeners left behind').to.equal(0);
});

describe('The opentok engine: initSession()', () => {
  it('receives the key, the session id, and the options unchanged', async () => {
    const options = {iceConfig: {customServers: []}, ipWhitelist: true, encryptionSecret: 's', sessionMigration: true};
    await engine({...config, options}, recorder, abort.signal);
    expect(page.platform.inits).to.deep.equal([{key: '123', sessionId: ROOM, options}]);
    expect(page.platform.inits[0]!.options).to.equal(options);
    expect(page.theirs.tokens).to.deep.equal(['data=us']);
  });

  it('receives an application id as the key', async () => {
    const applicationId = 'a5ff8a0e-7a3b-4ad1-9a8b-111111111111';
    await engine({...config, apiKey: '', applicationId}, recorder, abort.signal);
    expect(page.platform.inits[0]!.key).to.equal(applicationId);
  });

  it('requires one of the two, and reports that before anything is loaded', async () => {
    const lazy = createOpenTokEngine(() => Promise.reject(new Error('loaded')));
    const error = await rejection(lazy({...config, apiKey: ''}, recorder, abort.signal));
    expect(error).to.have.property('code', 'not-configured');
    expect(error.message).to.contain('api-key').and.to.contain('application-id');
  });

  it('requires a token, and reports that before anything is loaded', async () => {
    const lazy = createOpenTokEngine(() => Promise.reject(new Error('loaded')));
    const error = await rejection(lazy({...config, token: ''}, recorder, abort.signal));
    expect(error).to.have.property('code', 'authentication-failed');
    expect(error.message).to.contain('token');
  });

  it('receives the options of the first call; later ones get the existing Session', async () => {
    const theirs = page.OT.initSession('123', ROOM, {sessionMigration: true});
    await engine({...config, options: {sessionMigration: false}}, recorder, abort.signal);
    expect(page.theirs).to.equal(theirs);
    expect(theirs.options).to.deep.equal({sessionMigration: true});
  });

  it('with connectionEventsSuppressed, the roster is unknown, and stays so', async () => {
    page.platform.join(ROOM, 'a');
    const session = page.session({connectionEventsSuppressed: true});
    const log = recordEvents(session);
    await session.connect();
    expect(session.connectionCount).to.be.NaN;
    expect(session.connection).not.to.equal(null);
    // a signal or a stream adds its sender to the list, and a deletion is dispatched
    page.theirs.connections.add(page.theirs.connection!);
    const connection = {...page.theirs.connection!, id: 'a', connectionId: 'a'};
    page.theirs.emit('connectionDestroyed', {type: 'connectionDestroyed', connection, reason: 'clientDisconnected'});
    page.theirs.interrupt();
    page.theirs.resume();
    expect(session.connectionCount).to.be.NaN;
    expect(log).to.deep.equal(['sessionConnected', 'sessionReconnecting', 'sessionReconnected']);
    page.platform.leave(ROOM, 'a');
  });

  it('excludes the platform’s own machines, which are in the vendor’s list', async () => {
    page.platform.join(ROOM, 'symphony.1');
    page.platform.join(ROOM, 'symphonyfan');
    const session = page.session();
    const log = recordEvents(session);
    await session.connect();
    expect(page.theirs.connections.length()).to.equal(3);
    expect(session.connectionCount).to.equal(2);
    page.platform.join(ROOM, 'symphony.2');
    page.platform.join(ROOM, 'a');
    page.platform.leave(ROOM, 'symphony.1');
    page.platform.leave(ROOM, 'a');
    expect(session.connectionCount).to.equal(2);
    expect(log.join()).not.to.contain('symphony.');
    for (const id of ['symphony.2', 'symphonyfan']) page.platform.leave(ROOM, id);
  });
});

describe('The opentok engine: a session that the page has connected, or is connecting', () => {
  it('is not connected a second time, and its roster is complete', async () => {
    page.platform.join(ROOM, 'a');
    const theirs = page.OT.initSession('123', ROOM);
    await new Promise((resolve) => theirs.connect('data=page', resolve));
    await settled();
    await engine(config, recorder, abort.signal);
    expect(recorder.calls).to.deep.equal([['connected', theirs.connection!.id, 'a', theirs.connection!.id]]);
    expect(theirs.tokens).to.deep.equal(['data=page']);
    abort.abort();
    await settled();
    expect(theirs.isConnected()).to.equal(true);
    expect(theirs.disconnects).to.equal(0);
    await theirs.disconnect();
    page.platform.leave(ROOM, 'a');
  });

  it('is disconnected by the page, and we report why', async () => {
    const theirs = page.OT.initSession('123', ROOM);
    await engine(config, recorder, abort.signal);
    void theirs.disconnect();
    expect(await recorder.out()).to.equal('clientDisconnected');
    expect(theirs.disconnects).to.equal(1);
    expect(theirs.listenerCount()).to.equal(0);
  });

  for (const reason of ['forceDisconnected', 'networkDisconnected', 'mediaIdle', 'serverRotation', 'somethingNew']) {
    it(`ends with ${reason}, and leaves nothing behind`, async () => {
      await engine(config, recorder, abort.signal);
      page.theirs.end(reason);
      expect(await recorder.out()).to.equal(reason);
      abort.abort();
      expect(page.theirs.disconnects).to.equal(0);
      expect(page.theirs.listenerCount()).to.equal(0);
    });
  }
});

describe('The opentok engine: aborted in the task of the join', () => {
  it('by a listener of the page’s, it reports nothing and leaves', async () => {
    const theirs = page.OT.initSession('123', ROOM);
    const giveUp = () => abort.abort(new Error('never mind'));
    theirs.on('connectionCreated', giveUp);
    const error = await rejection(engine(config, recorder, abort.signal));
    expect(error.message).to.equal('never mind');
    expect(recorder.calls).to.deep.equal([]);
    theirs.off('connectionCreated', giveUp);
    await theirs.drained;
    expect(theirs.listenerCount()).to.equal(0);
    expect(page.truth).to.equal(0);
  });
});

describe('The opentok engine: several elements', () => {
  it('one that joins later receives the whole roster, and one that stays is notified of later arrivals', async () => {
    page.platform.join(ROOM, 'a');
    const first = page.session();
    await first.connect();
    page.platform.join(ROOM, 'b');
    const second = page.session();
    const log = recordEvents(second);
    await second.connect();
    expect(log.filter((line) => line.startsWith('connectionCreated'))).to.have.lengthOf(3);
    expect(second.connectionCount).to.equal(3);
    expect(page.platform.inits).to.have.lengthOf(1);
    page.platform.leave(ROOM, 'a');
    expect([first.connectionCount, second.connectionCount]).to.deep.equal([2, 2]);
    page.platform.leave(ROOM, 'b');
  });

  it('another session has its own Session', async () => {
    const first = page.session();
    await first.connect();
    const {initSession} = await import('../../../src/session/init-session.js');
    const other = initSession('123', 'other', {reconnect: 'never'});
    await other.connect('data=other');
    expect(page.OT.sessions.length()).to.equal(2);
    expect([first.connectionCount, other.connectionCount]).to.deep.equal([1, 1]);
    await other.disconnect();
  });
});

describe('The opentok engine: forceDisconnect()', () => {
  let restore: () => void = () => undefined;
  afterEach(() => restore());

  async function joined(token = 'role=moderator') {
    page.platform.join(ROOM, 'a');
    const session = page.session();
    await session.connect(token);
    return session;
  }

  it('is reported by the SDK like any departure', async () => {
    const session = await joined();
    expect(session.capabilities).to.deep.equal({forceDisconnect: 1});
    const log = recordEvents(session);
    await session.forceDisconnect('a');
    expect(log).to.deep.equal(['connectionDestroyed a forceDisconnected', 'connectionCountChange']);
  });

  it('without the capability, the vendor’s refusal is permission-denied', async () => {
    const session = await joined('role=publisher');
    expect(session.capabilities).to.deep.equal({forceDisconnect: 0});
    const error = await rejection(session.forceDisconnect('a'));
    expect(error.code).to.equal('permission-denied');
    expect(error.cause).to.have.property('code', 1520);
    page.platform.leave(ROOM, 'a');
  });

  it('refused by the platform for any reason is unknown-connection, since the SDK does not distinguish them', async () => {
    const session = await joined();
    page.platform.refusesRemovals = true;
    const error = await rejection(session.forceDisconnect('a'));
    expect(error.code).to.equal('unknown-connection');
    expect(error.cause).to.have.property('code', 1011);
    page.platform.leave(ROOM, 'a');
  });

  it('of an unknown connection never reaches the SDK, which would throw a TypeError', async () => {
    const session = await joined();
    page.theirs.forceDisconnect = () => {
      throw new TypeError('reached');
    };
    expect(await rejection(session.forceDisconnect('nobody'))).to.have.property('code', 'unknown-connection');
    page.platform.leave(ROOM, 'a');
    // if the SDK throws all the same, our promise rejects
    const error = await rejection(session.forceDisconnect(session.connection!));
    expect(error.name).to.equal('SessionError');
    expect(error.cause).to.be.instanceOf(TypeError);
  });

  it('without a response times out', async () => {
    restore = shortenTimeouts();
    const session = await joined();
    page.platform.silent = true;
    expect(await rejection(session.forceDisconnect('a'))).to.have.property('code', 'timed-out');
    page.platform.leave(ROOM, 'a');
  });

  it('of the own connection disconnects, without reconnecting', async () => {
    const session = await joined();
    session.reconnect = 'auto';
    const out = next(session, 'sessionDisconnected');
    await session.forceDisconnect(session.connection!);
    expect(await out).to.include({reason: 'forceDisconnected', cancelable: false});
    expect(session.state).to.equal('disconnected');
    page.platform.leave(ROOM, 'a');
  });

  it('when not connected is refused before the SDK is called', async () => {
    expect(await rejection(page.session().forceDisconnect('a'))).to.have.property('code', 'not-connected');
  });
});

describe('The opentok engine: leaving', () => {
  it('calls the vendor’s disconnect(), once', async () => {
    await engine(config, recorder, abort.signal);
    const session = page.theirs;
    expect(session).to.be.instanceOf(FakeSession);
    abort.abort();
    abort.abort();
    expect(session.disconnects).to.equal(1);
    await until(() => session.currentState === 'disconnected', 'it has left');
    expect(recorder.calls.map(([call]) => call)).to.deep.equal(['connected']);
  });
});
