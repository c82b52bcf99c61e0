import {expect} from '@open-wc/testing';
import {recordEvents} from '../../events.js';
import {rejection} from '../../rejection.js';
import {settled, until} from '../../wait.js';
import {ROOM, next, page, useOpenTokPage} from './opentok-page.js';

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
    let patient: () => void;

    beforeEach(() => {
      const setInterval = window.setInterval.bind(window);
      window.setInterval = ((handler: () => void, ms: number) =>
        setInterval(handler, ms / 100)) as typeof window.setInterval;
      patient = () => {
        window.setInterval = setInterval;
      };
    });

    afterEach(() => {
      patient();
    });

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
