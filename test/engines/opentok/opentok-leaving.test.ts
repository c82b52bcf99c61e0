import {expect, fixture, html} from '@open-wc/testing';
import '../../../src/define.js';
import type {OTSessionElement} from '../../../src/elements/ot-session/ot-session-element.js';
import type {Session} from '../../../src/session/session.js';
import {ROOM, next, page} from '../../fakes/opentok/opentok-page.js';
import type {FakeSession} from '../../fakes/opentok/fake-session.js';
import {settled, until} from '../../wait.js';
import {drained, expectConnected, useRejoiningPage} from './rejoining-page.js';
import {recordEvents} from '../../events.js';
import {rejection} from '../../rejection.js';

useRejoiningPage();

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
