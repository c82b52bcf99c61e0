import {expect} from '@open-wc/testing';
import '../../../src/define.js';
import type {SessionDisconnectEvent} from '../../../src/session/session-events.js';
import type {Session} from '../../../src/session/session.js';
import {ROOM, next, page} from '../../fakes/opentok/opentok-page.js';
import {VENDOR_EVENTS, recordEvents} from '../../events.js';
import {rejection} from '../../rejection.js';
import {settled, until} from '../../wait.js';
import {starve} from '../../fakes/opentok/starve.js';
import {drained, expectConnected, useRejoiningPage} from './rejoining-page.js';

useRejoiningPage();

describe('A connection that is made shortly after another one', () => {
  for (const reason of ['serverRotation', 'mediaIdle', 'forceDisconnected', 'networkDisconnected', 'somethingNew']) {
    it(`which ended with ${reason} outlives the old socket`, async () => {
      const session = page.session();
      await session.connect();
      session.once('sessionDisconnected', () => void session.connect());
      void page.theirs.end(reason);
      await next(session, 'sessionConnected');
      await drained();
      expectConnected(session);
    });
  }

  it('by the reconnect policy does so too, each time', async () => {
    const session = page.session({reconnect: 'auto'});
    await session.connect();
    for (let time = 0; time < 5; time++) {
      const rejoined = next(session, 'sessionConnected');
      void page.theirs.end('serverRotation');
      await rejoined;
      await drained();
      expectConnected(session);
    }
  });

  it('which the page made and ended does so, whatever we left before', async () => {
    const session = page.session();
    await session.connect();
    await session.disconnect();
    await drained();
    const {theirs} = page;
    await new Promise((resolve) => theirs.connect('data=page', resolve));
    void theirs.disconnect();
    await session.connect();
    await drained();
    expectConnected(session);
  });

  it('which the page made, and the platform ended, does so', async () => {
    const {theirs} = page;
    await new Promise((resolve) => theirs.connect('data=page', resolve));
    void theirs.end('serverRotation');
    const session = page.session();
    await session.connect();
    await drained();
    expectConnected(session);
  });

  it('does so after an attempt of the page’s that failed', async () => {
    page.platform.refusals.push({name: 'OT_SOCKET_CLOSE_TIMEOUT', code: 4010});
    const {theirs} = page;
    await new Promise((resolve) => theirs.connect('data=page', resolve));
    const session = page.session();
    await session.connect();
    await drained();
    expectConnected(session);
  });
});

describe('A session of the vendor’s that the page connects itself', () => {
  /** Makes attempts that fail. */
  async function fail(session: Session, times: number): Promise<void> {
    for (let time = 0; time < times; time++) {
      page.platform.refusals.push({name: 'OT_CONNECT_FAILED', code: 1006});
      await rejection(session.connect());
    }
  }

  for (const times of [1, 3]) {
    it(`after ${times} failed attempts of ours is joined without a second connection`, async () => {
      const {theirs} = page;
      const session = page.session();
      await fail(session, times);
      // the remains of a failed attempt would end the page's connection, too
      await settled();
      Object.assign(theirs, {isConnected: () => true, connection: {connectionId: 'page', creationTime: 1, data: ''}});
      await session.connect();
      expect(session.connection!.connectionId).to.equal('page');
      expect(page.connectionsOfPage).to.equal(0);
    });
  }

  it('when it is restored from the back/forward cache is joined', async () => {
    const {theirs} = page;
    const session = page.session();
    await session.connect();
    page.hide();
    page.restore();
    theirs.connect('data=page');
    await session.connect();
    expectConnected(session);
    expect(page.theirs.tokens).to.deep.equal(['data=us', 'data=page']);
    await theirs.disconnect();
  });

  it('is no longer joined when the page leaves it, and is replaced then', async () => {
    const {theirs} = page;
    theirs.connect('data=page');
    const session = page.session();
    await session.connect();
    await theirs.disconnect();
    expect(session.state).to.equal('disconnected');
    await session.connect();
    await drained();
    expectConnected(session);
  });

  it('and disconnects before it is connected, which the SDK does not report: the attempt ends', async () => {
    page.platform.hang = 'http';
    const {theirs} = page;
    theirs.connect('data=page');
    const joined = rejection(page.session().connect());
    await settled();
    void theirs.disconnect();
    expect(await joined).to.have.property('code', 'connect-failed');
  });

  it('trap 5.2: and connects again in the same task on a slow network, of which the SDK reports the second half only', async () => {
    page.platform.httpDelay = page.platform.drain * 3;
    const {theirs} = page;
    theirs.connect('data=page');
    const session = page.session({reconnect: 'auto'});
    await session.connect();
    void theirs.disconnect();
    theirs.connect('data=page');
    await until(
      () => theirs.isConnected() && session.connection?.connectionId === theirs.connection?.id,
      'it is joined',
    );
    await drained();
    expectConnected(session);
    await theirs.disconnect();
  });
});

describe('A listener of the page’s on the vendor’s session that always throws', () => {
  for (const events of [...VENDOR_EVENTS, VENDOR_EVENTS.join(' ')]) {
    it(`at ${events}: we join, and know the roster and how it ended`, async () => {
      page.theirs.on(events, starve);
      const {theirs} = page;
      const session = page.session();
      await session.connect();
      expectConnected(session);
      // as many as before
      page.platform.leave(ROOM, 'a', 'forceDisconnected');
      page.platform.join(ROOM, 'c');
      await until(() => session.connections.has('c') && !session.connections.has('a'), 'we have noticed');
      expectConnected(session);
      const over = next(session, 'sessionDisconnected');
      void theirs.end('forceDisconnected');
      expect(await over).to.have.property('reason', 'forceDisconnected');
      expect(page.connectionsOfPage).to.equal(0);
    });

    it(`at ${events}: a departure is reported with its reason`, async () => {
      page.theirs.on(events, starve);
      const session = page.session();
      await session.connect();
      const log = recordEvents(session);
      page.platform.leave(ROOM, 'b', 'mediaIdle');
      await until(() => !session.connections.has('b'), 'we have noticed');
      expect(log).to.deep.equal(['connectionDestroyed b mediaIdle', 'connectionCountChange']);
    });
  }

  it('does not make us rejoin when the page has left', async () => {
    page.theirs.on('sessionDisconnected', starve);
    const {theirs} = page;
    const session = page.session({reconnect: 'auto'});
    await session.connect();
    void theirs.disconnect();
    const event = (await next(session, 'sessionDisconnected')) as SessionDisconnectEvent;
    expect([event.reason, event.cancelable]).to.deep.equal(['clientDisconnected', false]);
  });
});

describe('A connection of the vendor’s that does not match its types', () => {
  for (const data of [undefined, null, 5, {}, ['x']]) {
    it(`data: ${JSON.stringify(data)} becomes an empty string`, async () => {
      page.platform.join(ROOM, 'there', {data});
      const session = page.session();
      await session.connect();
      page.platform.join(ROOM, 'later', {data});
      expect(['there', 'later'].map((id) => session.connections.get(id)!.data)).to.deep.equal(['', '']);
    });
  }

  it('without a creationTime gets a number', async () => {
    page.platform.join(ROOM, 'there', {creationTime: null});
    const session = page.session();
    await session.connect();
    expect(session.connections.get('there')!.creationTime).to.equal(0);
  });
});
