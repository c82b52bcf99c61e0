import {expect} from '@open-wc/testing';
import {recordEvents} from '../../events.js';
import {rejection} from '../../rejection.js';
import {settled, until} from '../../wait.js';
import {ROOM, next, page, useOpenTokPage} from '../../fakes/opentok/opentok-page.js';
import {shortenIntervals} from '../../fakes/timers.js';
import {logged} from '../../fakes/console.js';

const SECRET = 'T1==hunter2';

/** The vendor's error names, their codes, and our codes. */
const TABLE: [name: string, code: number | undefined, ours: string][] = [
  ['OT_AUTHENTICATION_ERROR', 1004, 'authentication-failed'],
  ['OT_INVALID_SESSION_ID', 1005, 'invalid-session'],
  ['OT_CONNECT_FAILED', 1006, 'connect-failed'],
  ['OT_INVALID_HTTP_STATUS', 2001, 'connect-failed'],
  ['OT_EMPTY_RESPONSE_BODY', 1006, 'connect-failed'],
  ['OT_XDOMAIN_OR_PARSING_ERROR', 2001, 'connect-failed'],
  ['OT_SOCKET_CLOSE_FALLBACK_CODE', 4020, 'connect-failed'],
  ['OT_SOCKET_CLOSE_TIMEOUT', 4010, 'connect-failed'],
  ['OT_UNEXPECTED_SERVER_RESPONSE', 2001, 'connect-failed'],
  ['OT_CONNECTION_LIMIT_EXCEEDED', 1027, 'session-full'],
  ['OT_TERMS_OF_SERVICE_FAILURE', 1026, 'authentication-failed'],
  ['OT_API_KEY_DISABLED', undefined, 'authentication-failed'],
  ['OT_INVALID_ENCRYPTION_SECRET', 1006, 'not-configured'],
  ['OT_UNSUPPORTED_BROWSER', 1006, 'unsupported-browser'],
  ['OT_SOMETHING_NEW', 9999, 'connect-failed'],
  // the vendor's documentation omits the prefix
  ['AUTHENTICATION_ERROR', 1004, 'authentication-failed'],
];

useOpenTokPage();

describe('The vendor’s Session on repeated attempts', () => {
  it('is replaced after an attempt that failed, which would end the next connection without an event', async () => {
    page.platform.refusals.push({name: 'OT_SOCKET_CLOSE_FALLBACK_CODE', code: 4020});
    const session = page.session();
    expect(await rejection(session.connect())).to.have.property('code', 'connect-failed');
    const failed = page.theirs;
    await session.connect();
    await settled();
    expect(page.theirs).not.to.equal(failed);
    expect(page.theirs.isConnected()).to.equal(true);
    page.platform.join(ROOM, 'a');
    expect([session.connectionCount, page.truth]).to.deep.equal([2, 2]);
  });

  it('is replaced after an attempt that was aborted', async () => {
    page.platform.httpDelay = 20;
    const session = page.session();
    const joined = rejection(session.connect());
    await until(() => page.platform.busy.length, 'the SDK asks');
    const left = page.theirs;
    await session.disconnect();
    await joined;
    await session.connect();
    expect(page.theirs).not.to.equal(left);
    expect(left.listenerCount()).to.equal(0);
    expect([session.connectionCount, page.truth]).to.deep.equal([1, 1]);
  });

  it('is replaced after each connection, however it ended', async () => {
    const session = page.session();
    const used = [page.theirs];
    await session.connect();
    for (const end of [
      () => session.disconnect(),
      () => page.theirs.end('serverRotation'),
      () => Promise.resolve(page.theirs.disconnect()),
    ]) {
      await end();
      await session.connect();
      expect(used).not.to.include(page.theirs);
      used.push(page.theirs);
    }
    expect(page.platform.sessions).to.have.lengthOf(4);
  });

  it('is replaced for other options, which the SDK would ignore', async () => {
    const session = page.session();
    session.options = {connectionEventsSuppressed: true};
    await session.connect();
    await session.disconnect();
    session.options = undefined;
    page.platform.join(ROOM, 'a');
    await session.connect();
    expect(page.theirs.options).to.deep.equal({});
    expect([session.connectionCount, page.truth]).to.deep.equal([2, 2]);
  });

  it('is abandoned by the SDK when the page is cached while it joins, and tried again when the page is restored', async () => {
    page.platform.hang = 'http';
    const session = page.session({reconnect: 'auto'});
    const joined = rejection(session.connect());
    await until(() => page.platform.busy.length, 'the SDK asks');
    page.platform.hang = undefined;
    const connected = next(session, 'sessionConnected');
    dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    expect(await joined).to.have.property('code', 'connect-failed');
    await connected;
    await settled();
    expect([session.connectionCount, page.truth]).to.deep.equal([1, 1]);
  });

  describe('whose events are lost because a listener of the page’s throws', () => {
    let undo: () => void;
    beforeEach(() => {
      undo = shortenIntervals();
    });
    afterEach(() => undo());

    it('is checked periodically: joins and leaves are counted', async () => {
      page.theirs.on('connectionCreated connectionDestroyed', () => {
        throw new Error('the page’s own mistake');
      });
      const session = page.session();
      await session.connect();
      const log = recordEvents(session);
      page.platform.join(ROOM, 'a');
      await until(() => session.connectionCount === 2, 'it is counted');
      page.platform.leave(ROOM, 'a');
      await until(() => session.connectionCount === 1, 'it is counted no longer');
      expect(log.filter((one) => one.startsWith('connection')).slice(0, 2)).to.deep.equal([
        'connectionCreated a',
        'connectionCountChange',
      ]);
    });

    it('is checked periodically: its end is reported, too', async () => {
      page.theirs.on('sessionDisconnected', () => {
        throw new Error('the page’s own mistake');
      });
      const session = page.session();
      await session.connect();
      page.theirs.end('serverRotation');
      await until(() => session.state === 'disconnected', 'we know that it is over');
      expect(session.connectionCount).to.be.NaN;
    });
  });
});

describe('The vendor’s errors', () => {
  for (const [name, code, ours] of TABLE) {
    it(`${name} is ${ours}, without the token, with the vendor’s own error as the cause`, async () => {
      page.platform.refusals.push({name, ...(code && {code}), message: `It is {token} that is wrong (${code}).`});
      const session = page.session();
      const error = await rejection(session.connect(SECRET));
      expect(error.code).to.equal(ours);
      expect(error.message).to.contain(name);
      if (code) expect(error.message).to.contain(String(code));
      const written = [error.message, String(error), error.stack, JSON.stringify(error), JSON.stringify(session)];
      expect([...written, ...logged].join()).not.to.contain('hunter2');
      expect(logged).to.deep.equal([`ot-elements: ${error.message}`]);
      expect(error.cause).to.equal(page.platform.errors[0]);
      expect(error.cause).to.include({name, message: `It is ${SECRET} that is wrong (${code}).`});
      expect(session.error).to.equal(error);
      // the same Session can connect after that
      await session.connect('data=us');
      expect(session.connectionCount).to.equal(1);
    });
  }

  it('an error thrown by initSession() is reported as one about the options', async () => {
    const session = page.session({iceConfig: null});
    const error = await rejection(session.connect());
    expect(error.code).to.equal('not-configured');
    expect(error.cause).to.have.property('name', 'OT_INVALID_PARAMETER');
  });

  it('a browser without WebRTC is unsupported-browser, without a dialog over the page', async () => {
    page.platform.requirements = 0;
    expect(await rejection(page.session().connect())).to.have.property('code', 'unsupported-browser');
    expect(page.platform.inits).to.deep.equal([]);
    expect(document.querySelector('#OT_dialog')).to.equal(null);
  });
});
