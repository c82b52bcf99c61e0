import {expect} from '@open-wc/testing';
import '../../../src/define.js';
import {createOpenTokEngine} from '../../../src/engines/opentok/opentok-engine.js';
import {recordEvents} from '../../events.js';
import {rejection} from '../../rejection.js';
import {settled, until} from '../../wait.js';
import {Recorder} from '../recorder.js';
import {ROOM, page} from './opentok-page.js';
import {EMPTY_CONFIG} from '../../empty-config.js';
import {leave, others, useTrapPage} from './trap-page.js';

// The numbers are those of the list of the SDK’s behaviors: 1.x in general, 5.x races.

useTrapPage();

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
