import {expect} from '@open-wc/testing';
import '../../../src/define.js';
import {ROOM, next, page} from './opentok-page.js';
import {recordEvents} from '../../events.js';
import {rejection} from '../../rejection.js';
import {until} from '../../wait.js';
import {drained, expectConnected, useRejoiningPage} from './rejoining-page.js';

useRejoiningPage();

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
