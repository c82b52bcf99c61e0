import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import type {SessionDisconnectEvent} from '../../../src/session/session-events.js';
import type {Session} from '../../../src/session/session.js';
import {ROOM, next, page, useOpenTokPage} from './opentok-page.js';
import {VENDOR_EVENTS, recordEvents} from '../../events.js';
import type {FakeSession} from '../../fakes/opentok/fake-session.js';
import {rejection} from '../../rejection.js';
import {settled, until} from '../../wait.js';
import {shortenIntervals} from '../../fakes/timers.js';

let undo: () => void;
const {random} = Math;

useOpenTokPage();

beforeEach(() => {
  undo = shortenIntervals();
  Math.random = () => 0;
  for (const id of ['a', 'b']) page.platform.join(ROOM, id);
});

afterEach(() => {
  Math.random = random;
  undo();
});

/** Resolves when all sockets have closed, with all consequences. */
async function drained(): Promise<void> {
  for (const {drained} of page.platform.sessions) await drained;
  await settled();
  await settled();
}

/** Asserts that the page is in the session by one connection, with the right roster. */
function expectConnected(session: Session | OTSessionElement): void {
  expect(session.state).to.equal('connected');
  expect(page.connectionsOfPage, 'connections of this page').to.equal(1);
  expect([...session.connections.keys()]).to.have.members(page.platform.members(ROOM).map(({id}) => id));
  expect(session.connectionCount).to.equal(page.truth);
}

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

describe('The back/forward cache', () => {
  it('the page leaves when it is cached, joins when it is restored, and can leave again, each time', async () => {
    const session = page.session({reconnect: 'auto'});
    await session.connect();
    for (let time = 1; time <= 3; time++) {
      const log = recordEvents(session);
      page.hide();
      expect(page.connectionsOfPage, `away, time ${time}`).to.equal(0);
      const rejoined = next(session, 'sessionConnected');
      page.restore();
      await rejoined;
      await drained();
      expectConnected(session);
      expect(log.filter((line) => line.startsWith('sessionDis'))).to.deep.equal([
        'sessionDisconnected networkDisconnected',
      ]);
    }
    await session.disconnect();
    expect(page.connectionsOfPage).to.equal(0);
  });

  it('a restored page has left, even if nothing was dispatched when it was cached', async () => {
    const session = page.session();
    await session.connect();
    page.restore();
    expect([session.state, page.connectionsOfPage]).to.deep.equal(['disconnected', 0]);
  });

  it('the SDK’s late event of the departure does not replace the reason', async () => {
    const session = page.session();
    await session.connect();
    page.hide();
    page.restore();
    await session.connect();
    page.hide();
    // the second time it dispatches one
    await drained();
    const reason = next(session, 'sessionDisconnected');
    page.restore();
    expect(await reason).to.have.property('reason', 'networkDisconnected');
  });

  it('a page that is cached a second time while it joins stops joining, and tries again', async () => {
    page.hide();
    page.restore();
    page.platform.hang = 'http';
    const session = page.session({reconnect: 'auto'});
    const joined = rejection(session.connect());
    await until(() => page.platform.busy.length, 'the SDK asks');
    page.hide();
    const connected = next(session, 'sessionConnected');
    page.restore();
    expect(await joined).to.have.property('code', 'connect-failed');
    page.platform.unhang();
    await connected;
    await drained();
    expectConnected(session);
  });

  it('a session that the page connected, and that the SDK did not end, continues', async () => {
    page.hide();
    page.restore();
    const {theirs} = page;
    theirs.connect('data=page');
    const session = page.session();
    await session.connect();
    const log = recordEvents(session);
    page.hide();
    page.restore();
    page.platform.join(ROOM, 'c');
    expectConnected(session);
    expect(log.filter((line) => line.startsWith('session'))).to.deep.equal([]);
    await theirs.disconnect();
  });
});

describe('disconnect() while the SDK reconnects', () => {
  /** When the page leaves: the vendor's own disconnect() is rejected in the first two cases. */
  const MOMENTS: [when: string, leave: (session: Session, theirs: FakeSession) => void][] = [
    [
      'in a listener of ours',
      (session) => {
        session.once('sessionReconnecting', () => void session.disconnect());
      },
    ],
    [
      'in a listener of the vendor’s, before ours',
      (session, theirs) => {
        theirs.once('sessionReconnecting', () => void session.disconnect());
      },
    ],
    [
      'in a microtask of a listener',
      (session) => {
        session.once('sessionReconnecting', () => {
          queueMicrotask(() => void session.disconnect());
        });
      },
    ],
    [
      'in a later task',
      (session) => {
        session.once('sessionReconnecting', () => setTimeout(() => void session.disconnect()));
      },
    ],
  ];

  for (const [when, leave] of MOMENTS) {
    it(`${when} leaves as soon as the platform can be notified, and later attempts succeed`, async () => {
      const {theirs} = page;
      const session = page.session();
      leave(session, theirs);
      await session.connect();
      const left = next(session, 'sessionDisconnected');
      theirs.interrupt();
      await left;
      await session.connect();
      theirs.resume();
      await drained();
      expectConnected(session);
      await session.disconnect();
      await drained();
      expect(page.connectionsOfPage).to.equal(0);
    });
  }

  it('followed by connect() makes a new connection, since the old one is ending', async () => {
    const {theirs} = page;
    const session = page.session();
    await session.connect();
    let joined: Promise<void> | undefined;
    session.once('sessionReconnecting', () => {
      void session.disconnect();
      joined = session.connect();
    });
    theirs.interrupt();
    await joined;
    expect(page.theirs).not.to.equal(theirs);
    theirs.resume();
    await drained();
    expectConnected(session);
  });

  it('without ever resuming: the platform drops the connection, and nothing of ours is left', async () => {
    const {theirs} = page;
    const session = page.session();
    await session.connect();
    theirs.interrupt();
    await session.disconnect();
    theirs.giveUp();
    await drained();
    expect(page.connectionsOfPage).to.equal(0);
    expect(theirs.listenerCount()).to.equal(0);
  });

  it('followed by the back/forward cache: nothing of ours is left when the page is restored, since the SDK has left with it', async () => {
    const session = page.session();
    await session.connect();
    const {theirs} = page;
    theirs.interrupt();
    await settled();
    void session.disconnect();
    page.hide();
    page.restore();
    expect(theirs.listenerCount()).to.equal(0);
  });

  it('by removing an element, too', async () => {
    const element = await fixture<OTSessionElement>(
      html`<ot-session api-key="123" session-id=${ROOM} token="data=us" connect-on="manual"></ot-session>`,
    );
    await element.connect();
    const {theirs} = page;
    element.addEventListener('sessionReconnecting', () => {
      element.remove();
    });
    theirs.interrupt();
    await until(() => element.state === 'disconnected', 'it is left');
    theirs.resume();
    await drained();
    expect(page.connectionsOfPage).to.equal(0);
    expect(theirs.listenerCount()).to.equal(0);
  });
});

describe('A listener of the page’s on the vendor’s session that always throws', () => {
  const starve = () => {
    throw new Error('a bug of the page’s');
  };

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
